"""The interviewers' pages of results: one room's judgements side by side, and one's own over time."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from grading.reports.live import describe_comparison
from grading.reports.live_agreement import describe_agreement
from interview.models import Room
from interview.web import PersonRequest, person_required


@require_safe
@never_cache
@person_required
def compare(request: PersonRequest, room: UUID) -> HttpResponse:
    row = get_object_or_404(Room.objects.visible_to(request.user), pk=room)
    return render(request, "live/compare.html", describe_comparison(row))


@require_safe
@never_cache
@person_required
def show_agreement(request: PersonRequest) -> HttpResponse:
    if not request.user.may_lead and not Room.objects.visible_to(request.user).exists():
        raise Http404
    return render(request, "live/agreement.html", describe_agreement(request.user))
