"""Finishing: closing what is open with its last saved text, by the candidate's word or by the clock."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from interview.practice.answer import Answer, AnswerQuerySet, AnswerState, ClosedBy
from interview.practice.session import Mode, Session
from interview.practice.turn import Turn

logger = logging.getLogger(__name__)


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
        row.finished_at = now
        row.save(update_fields=["finished_at"])
    session.refresh_from_db()
    logger.info("session finished", extra={"session": str(session.pk), "by": by})


def close_answer(answer: Answer, *, by: ClosedBy, now: datetime) -> None:
    """Submit one answer; a real-mode session whose last answer this was is finished with it."""
    session = answer.turn.session
    ended = min(now, answer.turn.deadline or now)
    answer.submit(by=by, now=now)
    if session.mode == Mode.STUDY:
        session.rest(ended)  # the clock rests while the feedback is read
    if not open_answers(session).exists() and session.mode == Mode.REAL:
        finish_session(session, by=by, now=now)


def close_overdue(now: datetime | None = None) -> int:
    """Close every question and session whose deadline and grace are over; return how many."""
    now = now or timezone.now()
    closed = 0
    for session in Session.objects.overdue(now):
        finish_session(session, by=ClosedBy.DEADLINE, now=now)
        closed += 1
    for turn in Turn.objects.overdue(now).select_related("session"):
        for answer in turn.answers.filter(state=AnswerState.OPEN):
            close_answer(answer, by=ClosedBy.DEADLINE, now=now)
            closed += 1
    return closed


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
        for answer in other.answers.filter(state=AnswerState.OPEN):
            close_answer(answer, by=ClosedBy.DEADLINE, now=now)
        session.refresh_from_db()
        turn.refresh_from_db(fields=["entered_at", "deadline", "spent_seconds"])


def open_answers(session: Session) -> AnswerQuerySet:
    return Answer.objects.filter(turn__session=session, state=AnswerState.OPEN).select_related(
        "turn__session"
    )


def next_turn(session: Session, after: int) -> Turn | None:
    """Return the next question with an open answer: later ones first, then skipped ones."""
    still_open = list(
        session.turns.filter(answers__state=AnswerState.OPEN).order_by("position").distinct()
    )
    later = [turn for turn in still_open if turn.position > after]
    return next(iter(later or still_open), None)
