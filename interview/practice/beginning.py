"""Beginning a session: draw its questions, pin their rubrics, start its clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interview.accounts.models import User
from interview.errors import RequestError
from interview.practice.answer import Answer
from interview.practice.drawing import draw_questions
from interview.practice.session import Session
from interview.practice.turn import Turn
from interview.questions.models import RubricVersion
from interview.questions.stages import Stage

# a second press of the same button within this time is the same wish
ONE_PRESS = timedelta(seconds=5)


def begin_once(user: User, **choice: Any) -> Session:
    """Begin a session, or return the one that the same press of a button has just begun."""
    same = {name: choice[name] for name in choice if name not in ("topics", "whole_case")}
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).filter(pk=user.pk).first()
        begun = Session.objects.visible_to(user).unfinished().filter(**same)
        just_now = begun.filter(started_at__gt=timezone.now() - ONE_PRESS).first()
        return just_now or begin_session(user, **choice)


def begin_session(
    user: User,
    *,
    round: str,
    minutes: int,
    language: str,
    mode: str,
    level: str = "",
    topics: Collection[str] = (),
    whole_case: bool = False,
    now: datetime | None = None,
) -> Session:
    """Return a running session with its first question on the table."""
    now = now or timezone.now()
    questions = draw_questions(
        user, round=round, minutes=minutes, level=level, topics=topics, whole_case=whole_case
    )
    if not questions:
        raise RequestError(
            _("There is no question for this choice yet. Choose another level or topic.")
        )
    with transaction.atomic():
        extra = float(user.time_multiplier)
        # never shorter than what was drawn: a lone long question may exceed the chosen length
        length = max(minutes, sum(question.minutes for question in questions))
        session = Session.objects.create(
            user=user,
            round=round,
            level=level,
            language=language,
            mode=mode,
            minutes=minutes,
            time_multiplier=user.time_multiplier,
            started_at=now,
            deadline=now + timedelta(minutes=length * extra),
        )
        turns = [
            Turn(
                session=session,
                position=position,
                version=question.current,
                allotted_seconds=round_seconds(question.minutes * 60 * extra),
            )
            for position, question in enumerate(questions, start=1)
        ]
        Turn.objects.bulk_create(turns)
        Answer.objects.bulk_create(
            Answer(turn=turn, sequence=sequence, stage=stage)
            for turn in turns
            for sequence, stage in enumerate(stages_of(turn.version) if whole_case else [""])
        )
        turns[0].enter(now)
    session.refresh_from_db()
    return session


def stages_of(version: RubricVersion) -> list[str]:
    """Return the stages that a design case asks for, in the order of the interview."""
    asked = set(version.points.values_list("stage", flat=True))
    return [stage.value for stage in Stage if stage in asked]


def round_seconds(seconds: float) -> int:
    return int(seconds + 0.5)
