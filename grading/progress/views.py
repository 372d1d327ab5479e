"""Home, progress, and the export of one's own data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from grading.progress.export import export_of
from grading.progress.history import draw_trend, list_history, map_skills, map_topics
from grading.raters.appealing import sessions_with_news
from interview.models import Session, User
from interview.web import PersonRequest, person_required, rounds_on_offer


@require_safe
@never_cache
def show_home(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return render(request, "home.html", {"rounds": rounds_on_offer()})
    sessions = Session.objects.visible_to(request.user)
    context = {
        "open_sessions": list(sessions.solo().unfinished()[:5]),
        "recent": list_history(request.user, limit=5),
        "rounds": rounds_on_offer(),
        "appeal_news": sessions_with_news(request.user),
    }
    return render(request, "dashboard.html", context)


@require_safe
@never_cache
@person_required
def show_progress(request: PersonRequest) -> HttpResponse:
    history = list_history(request.user)
    context = {
        "history": history,
        "trend": draw_trend(history),
        "skills": map_skills(request.user),
        "topics": map_topics(request.user, request.LANGUAGE_CODE),
    }
    return render(request, "progress/progress.html", context)


@require_safe
@never_cache
@person_required
def export_person(request: PersonRequest) -> HttpResponse:
    response = JsonResponse(
        export_of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = 'attachment; filename="rehearsal.json"'
    return response
