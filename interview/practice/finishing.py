"""Finishing: closing what is open with its last saved text, by the candidate's word or by the clock."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from interview.practice.answer import Answer, AnswerQuerySet, AnswerState, ClosedBy, is_blank
from interview.practice.session import Mode, Session
from interview.practice.turn import CLOCK, Turn

logger = logging.getLogger(__name__)

# What can be handed in without a word, by the round's name; filled in by the round's own slice.
ROUND_WORK: dict[str, Callable[[Answer], bool]] = {}


def is_empty(answer: Answer) -> bool:
    """Say whether there is nothing to hand in: no text, and nothing else that its round knows of."""
    has_work = ROUND_WORK.get(answer.turn.session.round)
    return is_blank(answer.draft) and not (has_work and has_work(answer))


def finish_session(
    session: Session, *, by: ClosedBy = ClosedBy.CANDIDATE, now: datetime | None = None
) -> None:
    """Close every open answer and the session; doing it twice changes nothing."""
    now = now or timezone.now()
    with transaction.atomic():
        row = Session.objects.select_for_update().get(pk=session.pk)
        if row.is_finished:
            session.refresh_from_db()
            return
        for answer in open_answers(row):
            answer.submit(by=by, now=now)
        for turn in row.turns.filter(entered_at__isnull=False):
            turn.leave(now)
        row.finished_at = now
        row.save(update_fields=["finished_at"])
    session.refresh_from_db()
    logger.info("session finished", extra={"session": str(session.pk), "by": by})


def close_answer(answer: Answer, *, by: ClosedBy, now: datetime) -> None:
    """Submit one answer; a real-mode session whose last answer this was is finished with it.

    Of several callers one does it; the others change nothing, for by then the person may be elsewhere.
    """
    turn = answer.turn
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=turn.session_id)
        turn.refresh_from_db(fields=CLOCK)
        ended = min(now, turn.deadline or now)
        if not answer.submit(by=by, now=now):
            return
        if session.mode == Mode.STUDY or (session.asks_follow_ups() and by == ClosedBy.CANDIDATE):
            # the clock rests while the feedback is read, or while the interviewer thinks of what to
            # ask about this answer, wherever the person was meanwhile
            Session.objects.filter(pk=session.pk).update(current_position=turn.position)
            session.rest(ended)
        elif not open_questions(session).exists():
            finish_session(session, by=by, now=now)
    turn.session.refresh_from_db()


def close_overdue(now: datetime | None = None) -> int:
    """Close every question and session whose deadline and grace are over; return how many."""
    now = now or timezone.now()
    closed = 0
    for session in Session.objects.overdue(now):
        with nobody_else_waits(session):
            finish_session(session, by=ClosedBy.DEADLINE, now=now)
            closed += 1
    for turn in Turn.objects.overdue(now).select_related("session"):
        with nobody_else_waits(turn.session):
            for answer in open_in(turn):
                close_answer(answer, by=ClosedBy.DEADLINE, now=now)
                closed += 1
    return closed


@contextmanager
def nobody_else_waits(session: Session) -> Iterator[None]:
    """Let one session that cannot be closed keep no other from being closed."""
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("session could not be closed", extra={"session": str(session.pk)})


def finish_overdue(session: Session, now: datetime) -> None:
    """Finish this session if its time is over."""
    if not session.is_finished and session.is_overdue(now):
        finish_session(session, by=ClosedBy.DEADLINE, now=now)


def close_overdue_of(turn: Turn, now: datetime | None = None) -> None:
    """Do for one session what the sweep does for all, so that no page waits for the sweep."""
    now = now or timezone.now()
    session = turn.session
    finish_overdue(session, now)
    if session.is_finished or session.paused_at is not None:
        return
    late = Turn.objects.overdue(now).filter(session=session).select_related("session")
    for other in late:
        for answer in open_in(other):
            close_answer(answer, by=ClosedBy.DEADLINE, now=now)
        session.refresh_from_db()
        turn.refresh_from_db(fields=CLOCK)
    if turn.is_used_up():
        for answer in open_in(turn):
            close_answer(answer, by=ClosedBy.DEADLINE, now=now)


def open_answers(session: Session) -> AnswerQuerySet:
    return Answer.objects.filter(turn__session=session, state=AnswerState.OPEN).select_related(
        "turn__session"
    )


def open_questions(session: Session) -> AnswerQuerySet:
    return open_answers(session).to_questions()


def open_in(turn: Turn) -> AnswerQuerySet:
    """What the turn's own clock closes: a follow-up has a clock of its own."""
    return Answer.objects.to_questions().filter(turn=turn, state=AnswerState.OPEN)


def next_turn(session: Session, after: int) -> Turn | None:
    """Return the next question with an open answer: later ones first, then skipped ones."""
    still_open = list(
        session.turns.filter(answers__in=open_questions(session)).order_by("position").distinct()
    )
    later = [turn for turn in still_open if turn.position > after]
    return next(iter(later or still_open), None)
