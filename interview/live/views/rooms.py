"""An interviewer's rooms: the list, and opening one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from interview.accounts.access import PersonRequest, person_required
from interview.live.forms import OpenForm
from interview.live.kinds import SeatKind
from interview.live.opening import open_room, pickable
from interview.live.room import Room
from interview.live.seat import Seat
from interview.questions.models import Question

P = ParamSpec("P")
LISTED = 50


def leader_required(
    view: Callable[Concatenate[PersonRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    @person_required
    @wraps(view)
    def decide(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.may_lead:
            raise Http404
        return view(request, *args, **kwargs)

    return decide


@require_GET
@never_cache
@person_required
def list_rooms(request: PersonRequest) -> HttpResponse:
    candidates = Seat.objects.filter(kind=SeatKind.CANDIDATE, revoked_at__isnull=True)
    rooms = list(
        Room.objects.visible_to(request.user).prefetch_related(
            Prefetch("seats", candidates, to_attr="candidates")
        )[:LISTED]
    )
    if not rooms and not request.user.may_lead:
        raise Http404
    return render(request, "live/rooms.html", {"rooms": rooms, "may_open": request.user.may_lead})


@require_http_methods(["GET", "HEAD", "POST"])
@leader_required
def open_one(request: PersonRequest) -> HttpResponse:
    form = OpenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        room = open_room(request.user, now=timezone.now(), **form.cleaned_data)
        return redirect("live-desk", room.pk)
    context = {"form": form, "bank": list_bank(request)}
    return render(request, "live/new.html", context, status=422 if form.errors else 200)


def list_bank(request: PersonRequest) -> list[dict[str, str]]:
    """Return every question that may be picked, for a field that completes what is typed."""
    name = "topic__name_ko" if request.LANGUAGE_CODE == "ko" else "topic__name_en"
    cases = set(Question.objects.cases().values_list("key", flat=True))
    return [
        {
            "key": key,
            "title": _("%(title)s, whole case") % {"title": title} if key in cases else title,
        }
        for key, title in pickable().values_list("key", name)
    ]
