"""Follow-ups: what is asked after an answer, each with a short clock of its own.

The session's clock rests meanwhile; only in a real design case it runs on. Who chooses the points is
not known here; whether there is still somebody to ask is decided here, and so is when the interview
moves on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from interview.practice.answer import (
    FIRST_FOLLOW_UP,
    Answer,
    AnswerQuerySet,
    AnswerState,
    ClosedBy,
)
from interview.practice.finishing import finish_session, next_turn, nobody_else_waits
from interview.practice.session import Mode, Session, grace
from interview.practice.turn import Turn
from interview.questions.models import RubricPoint

# How many are asked about a stage where they cost the case's own time.
ON_THE_CLOCK = 1


def ask_follow_ups(answer: Answer, points: Sequence[RubricPoint], now: datetime) -> list[Answer]:
    """Ask for these points after this answer, if the person still stands at it; decided once.

    Too late (they went on to another question, or finished) nothing is asked and nothing waits.
    """
    turn = answer.turn
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=turn.session_id)
        decided = Answer.objects.filter(pk=answer.pk, probed_at__isnull=True).update(probed_at=now)
        running = runs_on(session, answer, now)
        if not decided or answer.is_follow_up or not (running or stands_at(session, turn)):
            return []
        limit = ON_THE_CLOCK if running else settings.FOLLOW_UPS
        asked_before = Answer.objects.to_follow_ups().filter(turn=turn)
        before, here = asked_before.count(), asked_before.filter(stage=answer.stage).count()
        asked = Answer.objects.bulk_create(
            Answer(turn=turn, sequence=sequence, stage=answer.stage, asked_point=point)
            for sequence, point in enumerate(
                points[: max(0, limit - here)], start=FIRST_FOLLOW_UP + before
            )
        )
        if asked and session.mode == Mode.REAL and not running:
            # on a call it is put at once; in study mode it waits until the person opens it
            put(asked[0], session, now)
    return asked


def runs_on(session: Session, answer: Answer, now: datetime) -> bool:
    """Say whether it is asked about on the case's own clock, wherever the person is by now."""
    over = session.is_finished or session.is_overdue(now)
    return session.probes_stages() and bool(answer.stage) and not over


def stands_at(session: Session, turn: Turn) -> bool:
    """Say whether a follow-up may be asked here: the site asks any, and nobody moved on."""
    return session.asks_follow_ups() and rests_at(session, turn)


def rests_at(session: Session, turn: Turn) -> bool:
    """Say whether the session rests at this question, also where follow-ups have been turned off."""
    return (
        not session.is_finished
        and session.paused_at is not None
        and session.current_position == turn.position
    )


def put(follow_up: Answer, session: Session, now: datetime) -> None:
    """Start the follow-up's own clock, once; where the session's runs on, that one ends it too."""
    box = timedelta(seconds=settings.FOLLOW_UP_SECONDS * float(session.time_multiplier))
    ends = now + box if session.paused_at is not None else min(now + box, session.deadline)
    Answer.objects.filter(
        pk=follow_up.pk, opened_at__isnull=True, state=AnswerState.OPEN
    ).update(opened_at=now, deadline=ends)  # fmt: skip
    follow_up.refresh_from_db(fields=["opened_at", "deadline", "state"])


def open_follow_ups(turn: Turn) -> AnswerQuerySet:
    open_ones = Answer.objects.to_follow_ups().filter(turn=turn, state=AnswerState.OPEN)
    return open_ones.select_related("turn__session", "asked_point").order_by("sequence")


def is_awaited(turn: Turn, answer: Answer, now: datetime) -> bool:
    """Say whether a call still waits for what to ask after this answer; never for long."""
    if turn.session.mode != Mode.REAL or not stands_at(turn.session, turn):
        return False
    closed = answer.submitted_at or now
    return answer.probed_at is None and now < closed + wait()


def wait() -> timedelta:
    return timedelta(seconds=settings.FOLLOW_UP_WAIT_SECONDS)


def close_follow_up(follow_up: Answer, now: datetime, *, by: ClosedBy | None) -> None:
    """Hand in the last saved text, or with `by=None` decline; on a call the next one is put."""
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=follow_up.turn.session_id)
        closed = follow_up.submit(by=by, now=now) if by else follow_up.decline(now)
        following = open_follow_ups(follow_up.turn).first()
        if closed and following and session.mode == Mode.REAL and rests_at(session, following.turn):
            put(following, session, now)


def decline_all(turn: Turn, now: datetime) -> None:
    for follow_up in open_follow_ups(turn):
        close_follow_up(follow_up, now, by=None)


def close_overdue_follow_ups(now: datetime, turn: Turn | None = None) -> None:
    """Close the follow-ups whose own time and grace are over, of one turn or of all."""
    late = Answer.objects.to_follow_ups().filter(
        state=AnswerState.OPEN, deadline__lt=now - grace(), turn__session__finished_at__isnull=True
    )
    if turn is not None:
        late = late.filter(turn=turn)
    for follow_up in late.select_related("turn__session"):
        with nobody_else_waits(follow_up.turn.session):
            close_follow_up(follow_up, now, by=ClosedBy.DEADLINE)


def move_on(session: Session, now: datetime) -> Turn | None:
    """After the last follow-up of a call put the next question, or end the call.

    Return the question that is on the table then; None when the session is over.
    """
    table = Turn.objects.on_table(session)
    if session.mode != Mode.REAL or not rests_at(session, table):
        return None if session.is_finished else table
    last = table.answers.to_questions().order_by("sequence").last()
    if last is None or last.is_open or open_follow_ups(table).exists():
        return table
    if is_awaited(table, last, now):
        return table
    following = next_turn(session, after=table.position)
    if following is None:
        finish_session(session, now=now)
        return None
    following.enter(now)
    return following


def move_on_all(now: datetime) -> None:
    """Do for calls that nobody looks at what their pages do for the others."""
    resting = Session.objects.unfinished().filter(mode=Mode.REAL, paused_at__lt=now - wait())
    for session in resting:
        with nobody_else_waits(session):
            move_on(session, now)
