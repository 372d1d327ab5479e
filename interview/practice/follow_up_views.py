"""The pages of a follow-up: put it, save it, hand it in, decline it, go on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from interview.accounts.access import PersonRequest, person_required
from interview.errors import RequestError
from interview.practice.answer import Answer, ClosedBy, StaleDraft, is_blank
from interview.practice.finishing import finish_overdue
from interview.practice.follow_up import (
    close_follow_up,
    close_overdue_follow_ups,
    decline_all,
    is_awaited,
    move_on,
    open_follow_ups,
    put,
)
from interview.practice.room import describe_follow_up, describe_follow_up_clock
from interview.practice.session import Mode, Session
from interview.practice.turn import Turn
from interview.practice.views import answer_or_404, reply_to_draft, revision_of


@require_GET
@never_cache
@person_required
def show_follow_up(
    request: PersonRequest, session: UUID, position: int, sequence: int
) -> HttpResponse:
    follow_up = follow_up_or_404(request, session, position, sequence)
    now = timezone.now()
    finish_overdue(follow_up.turn.session, now)
    close_overdue_follow_ups(now, follow_up.turn)
    waiting = open_follow_ups(follow_up.turn)
    if follow_up.turn.session.probes_stages():
        # those of other stages wait beside it, and are heard in any order
        waiting = waiting.filter(pk=follow_up.pk)
    first = waiting.first()
    if first is None or follow_up.turn.session.is_finished:
        return redirect("practice-next", session, position)
    if first != follow_up:
        return redirect(url_of(first))
    put(follow_up, follow_up.turn.session, now)
    return show(request, follow_up)


@require_POST
@never_cache
@person_required
def save_draft(request: PersonRequest, session: UUID, position: int, sequence: int) -> HttpResponse:
    follow_up = follow_up_or_404(request, session, position, sequence)
    return reply_to_draft(request, follow_up, describe_follow_up_clock)


@require_POST
@person_required
def submit(request: PersonRequest, session: UUID, position: int, sequence: int) -> HttpResponse:
    follow_up = follow_up_or_404(request, session, position, sequence)
    now = timezone.now()
    text = request.POST.get("text", "")
    if follow_up.is_open:
        try:
            follow_up.save_draft(text, revision=revision_of(request), now=now)
        except StaleDraft as stale:
            return show(request, follow_up, conflict=stale, typed=text)
        except RequestError as error:
            if error.status != 410:
                return show(request, follow_up, error=error, typed=text)
            close_overdue_follow_ups(now, follow_up.turn)
            messages.warning(request, error.message)
            return redirect("practice-next", session, position)
        if is_blank(follow_up.draft):
            messages.warning(request, _("There is nothing to submit yet. Skip it to go on."))
            return redirect(url_of(follow_up))
        close_follow_up(follow_up, now, by=ClosedBy.CANDIDATE)
    return redirect("practice-next", session, position)


@require_POST
@person_required
def decline(request: PersonRequest, session: UUID, position: int, sequence: int) -> HttpResponse:
    follow_up = follow_up_or_404(request, session, position, sequence)
    now = timezone.now()
    # what was written until the time ran out is handed in, whatever is pressed after it
    close_overdue_follow_ups(now, follow_up.turn)
    close_follow_up(follow_up, now, by=None)
    return redirect("practice-next", session, position)


@require_POST
@person_required
def decline_rest(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    answer = answer_or_404(request, session, position)
    now = timezone.now()
    close_overdue_follow_ups(now, answer.turn)
    decline_all(answer.turn, now)
    return redirect("practice-next", session, position)


@require_GET
@never_cache
@person_required
def show_next(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    """Say where this interview goes on; 204 to a page that waits while there is reason to."""
    answer = answer_or_404(request, session, position)
    now = timezone.now()
    close_overdue_follow_ups(now, answer.turn)
    if request.htmx and is_awaited(answer.turn, answer, now):
        return HttpResponse(status=204)
    url = next_url(answer.turn, now)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def next_url(turn: Turn, now: datetime) -> str:
    session = Session.objects.get(pk=turn.session_id)
    if session.is_finished:
        return reverse("report", args=[session.pk])
    follow_up = open_follow_ups(turn).first()
    # in study mode the first is offered, and the second comes by itself to whoever took the first
    taken = Answer.objects.to_follow_ups().filter(turn=turn, opened_at__isnull=False)
    by_itself = session.mode == Mode.REAL or taken.exists()
    if follow_up and by_itself and not session.probes_stages():
        return url_of(follow_up)
    if session.mode == Mode.STUDY:
        return reverse("practice-turn", args=[session.pk, turn.position])
    table = move_on(session, now)
    if table is None:
        return reverse("report", args=[session.pk])
    return reverse("practice-turn", args=[session.pk, table.position])


def url_of(follow_up: Answer) -> str:
    turn = follow_up.turn
    return reverse("practice-follow-up", args=[turn.session_id, turn.position, follow_up.sequence])


def show(
    request: PersonRequest,
    follow_up: Answer,
    *,
    conflict: StaleDraft | None = None,
    error: RequestError | None = None,
    typed: str | None = None,
) -> HttpResponse:
    room = describe_follow_up(follow_up) | {"typed": typed, "conflict": conflict}
    refusal = conflict or error
    if error:
        room["error"] = error.message
    status = refusal.status if refusal else 200
    return render(request, "practice/follow_up.html", room, status=status)


def follow_up_or_404(request: PersonRequest, session: UUID, position: int, sequence: int) -> Answer:
    follow_ups = Answer.objects.visible_to(request.user).to_follow_ups()
    follow_ups = follow_ups.select_related(
        "turn__session", "turn__version__question", "asked_point"
    )
    return get_object_or_404(
        follow_ups, turn__session=session, turn__position=position, sequence=sequence
    )
