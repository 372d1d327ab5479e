"""A design case on its way through the stages: where it stands, and where it goes next."""

from __future__ import annotations

from datetime import datetime

from interview.practice.answer import (
    FIRST_FOLLOW_UP,
    Answer,
    AnswerQuerySet,
    AnswerState,
    is_blank,
)
from interview.practice.session import Mode
from interview.practice.turn import Turn


def stage_answers(turn: Turn) -> AnswerQuerySet:
    """Return the stages' answers in their order, without follow-ups."""
    return turn.answers.filter(sequence__lt=FIRST_FOLLOW_UP).order_by("sequence")


def stage_on_table(turn: Turn) -> Answer:
    """Return the stage that was visited last; the first one at the beginning."""
    visit = turn.stage_visits.select_related("answer").last()
    return visit.answer if visit else stage_answers(turn).get(sequence=0)


def next_stage(turn: Turn, after: Answer) -> Answer | None:
    """Return the stage to go to from `after`: later ones first, then those left behind.

    In real mode nothing is handed in before the end, so of those only empty ones are meant.
    """
    still_open = stage_answers(turn).filter(state=AnswerState.OPEN).exclude(pk=after.pk)
    later = [answer for answer in still_open if answer.sequence > after.sequence]
    real = turn.session.mode == Mode.REAL
    left = [answer for answer in still_open if not real or is_blank(answer.draft)]
    return next(iter(later or left), None)


def takes_time(answer: Answer) -> bool:
    """Say whether being at this stage uses up the case's time.

    In real mode the clock never rests, not even at a stage that was handed in.
    """
    return answer.is_open or answer.turn.session.mode == Mode.REAL


def is_running(turn: Turn, now: datetime) -> bool:
    """Say whether the case's clock runs, so that something may be asked."""
    session = turn.session
    over = session.is_finished or turn.is_overdue(now) or session.is_overdue(now)
    return not over and session.paused_at is None
