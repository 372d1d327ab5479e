"""The practice pages: choose, answer, go on, finish."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from interview.accounts.access import PersonRequest, person_required
from interview.errors import RequestError
from interview.practice.answer import Answer, ClosedBy, StaleDraft
from interview.practice.beginning import begin_once
from interview.practice.finishing import (
    close_answer,
    close_overdue_of,
    finish_overdue,
    finish_session,
    is_empty,
    next_turn,
)
from interview.practice.follow_up import is_awaited, rests_at
from interview.practice.forms import SessionForm, rounds_on_offer
from interview.practice.room import Clock, describe_clock, describe_room
from interview.practice.session import SOLO, Mode, Session
from interview.practice.turn import Turn


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def begin(request: PersonRequest) -> HttpResponse:
    form = SessionForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            session = begin_once(request.user, **form.cleaned_data)
        except RequestError as error:
            form.add_error(None, error.message)
        else:
            return redirect("practice-session", session.pk)
    status = 422 if form.errors else 200
    return render(
        request, "practice/new.html", {"form": form, "rounds": rounds_on_offer()}, status=status
    )


@require_GET
@never_cache
@person_required
def show_session(request: PersonRequest, session: UUID) -> HttpResponse:
    row = get_object_or_404(Session.objects.visible_to(request.user).solo(), pk=session)
    if row.is_finished:
        return redirect("report", row.pk)
    return redirect("practice-turn", row.pk, row.current_position)


@require_GET
@never_cache
@person_required
def show_turn(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    turn = turn_or_404(request, session, position)
    close_overdue_of(turn)
    if turn.session.is_finished:
        messages.info(request, _("This session is over: here is its report."))
        return redirect("report", turn.session_id)
    answer = turn.answers.get(sequence=0)
    if answer.stage:
        return redirect("design-case", turn.session_id, position)
    table = (
        turn if position == turn.session.current_position else Turn.objects.on_table(turn.session)
    )
    if table.is_resting():
        if table != turn:
            return redirect("practice-turn", turn.session_id, table.position)
    elif answer.is_open:
        turn.enter(timezone.now())
    room = describe_room(turn, answer)
    room["awaited"] = is_awaited(turn, answer, timezone.now())
    if rests_at(turn.session, turn) and turn.session.mode == Mode.REAL and not room["awaited"]:
        return redirect("practice-next", session, position)
    return render(request, "practice/room.html", room)


@require_POST
@never_cache
@person_required
def save_draft(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    answer = answer_or_404(request, session, position)
    return reply_to_draft(request, answer, lambda answer: describe_clock(answer.turn))


@require_POST
@person_required
def submit(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    answer = answer_or_404(request, session, position)
    now = timezone.now()
    if answer.is_open:
        try:
            text = request.POST.get("text", "")
            answer.save_draft(text, revision=revision_of(request), now=now)
        except StaleDraft as stale:
            room = describe_room(answer.turn, answer) | {
                "conflict": stale, "typed": request.POST.get("text", "")
            }  # fmt: skip
            return render(request, "practice/room.html", room, status=409)
        except RequestError as error:
            if error.status != 410:
                room = describe_room(answer.turn, answer)
                room |= {"error": error.message, "typed": request.POST.get("text", "")}
                return render(request, "practice/room.html", room, status=error.status)
            close_overdue_of(answer.turn)
            messages.warning(request, error.message)
            return redirect("practice-turn", session, position)
        if is_empty(answer):
            messages.warning(
                request, _("There is nothing to submit yet. Skip it to come back later.")
            )
            return redirect("practice-turn", session, position)
        close_answer(answer, by=ClosedBy.CANDIDATE, now=now)
    if answer.turn.session.mode == Mode.STUDY:
        return redirect("practice-turn", session, position)
    if is_awaited(answer.turn, answer, now):
        return redirect("practice-turn", session, position)
    following = next_turn(answer.turn.session, after=position)
    if following is None:
        return redirect("report", session)
    return redirect("practice-turn", session, following.position)


@require_POST
@person_required
def skip(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    answer = answer_or_404(request, session, position)
    close_overdue_of(answer.turn)
    answer.refresh_from_db(fields=["state"])
    if answer.is_open and answer.turn.session.paused_at is None:
        answer.turn.skip(timezone.now())
    following = next_turn(answer.turn.session, after=position)
    return redirect("practice-turn", session, following.position if following else position)


@require_POST
@person_required
def toggle_flag(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    turn = turn_or_404(request, session, position)
    turn.toggle_flag()
    if request.htmx:
        return render(request, "practice/room.html#flag", {"turn": turn, "session": turn.session})
    return redirect("practice-turn", session, position)


@require_POST
@person_required
def show_hint(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    answer = answer_or_404(request, session, position)
    close_overdue_of(answer.turn)
    answer.refresh_from_db(fields=["state"])
    after = request.POST.get("after", "")
    if answer.is_open and after.isascii() and after.isdecimal() and len(after) < 4:
        answer.turn.show_hint(after=int(after))
    if request.htmx:
        return render(request, "practice/_hints.html", describe_room(answer.turn, answer))
    return redirect("practice-turn", session, position)


@require_POST
@person_required
def pause(request: PersonRequest, session: UUID) -> HttpResponse:
    row = get_object_or_404(Session.objects.visible_to(request.user).solo(), pk=session)
    table = Turn.objects.on_table(row)
    close_overdue_of(table)
    table.pause(timezone.now())
    return redirect("practice-session", session)


@require_POST
@person_required
def resume(request: PersonRequest, session: UUID) -> HttpResponse:
    row = get_object_or_404(Session.objects.visible_to(request.user).solo(), pk=session)
    table = Turn.objects.on_table(row)
    if table.is_resting():
        table.enter(timezone.now())
    return redirect("practice-session", session)


@require_POST
@person_required
def finish(request: PersonRequest, session: UUID) -> HttpResponse:
    row = get_object_or_404(Session.objects.visible_to(request.user).solo(), pk=session)
    finish_overdue(row, timezone.now())
    finish_session(row)
    return redirect("report", session)


def reply_to_draft(
    request: PersonRequest, answer: Answer, clock: Callable[[Answer], Clock]
) -> JsonResponse:
    """Save what the browser sent, and say what came of it and what time it is."""
    try:
        revision = revision_of(request)
        answer.save_draft(request.POST.get("text", ""), revision=revision, now=timezone.now())
    except StaleDraft as stale:
        newer = {"error": "stale", "revision": stale.revision, "text": stale.text}
        return JsonResponse(newer | {"message": stale.message}, status=409)
    except RequestError as error:
        kind = "closed" if error.status == 410 else "refused"
        return JsonResponse({"error": kind, "message": error.message}, status=error.status)
    return JsonResponse({"revision": answer.revision} | clock(answer))


def turn_or_404(request: PersonRequest, session: UUID, position: int) -> Turn:
    turns = Turn.objects.visible_to(request.user).filter(session__mode__in=SOLO)
    turns = turns.select_related("session", "version__question")
    return get_object_or_404(turns, session=session, position=position)


def answer_or_404(request: PersonRequest, session: UUID, position: int) -> Answer:
    answers = Answer.objects.visible_to(request.user).filter(turn__session__mode__in=SOLO)
    answers = answers.select_related("turn__session")
    return get_object_or_404(answers, turn__session=session, turn__position=position, sequence=0)


def revision_of(request: PersonRequest) -> int:
    """Return the revision that the browser's text stands on; RequestError when it is no number."""
    revision = request.POST.get("revision", "")
    if not (revision.isascii() and revision.isdecimal() and len(revision) < 10):
        raise RequestError(
            _("This page is out of step with the server. Reload it; your text is kept.")
        )
    return int(revision)
