"""The stages of a design case in a room: opened one by one by the interviewer, each an answer of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from interview.design.clarifying import ClarifyingQuestion, QuestionStatus
from interview.design.visit import StageVisit, leave_stage
from interview.live.clock import Clock
from interview.practice.answer import Answer
from interview.practice.beginning import stages_of
from interview.practice.turn import Turn
from interview.questions.models import RubricVersion
from interview.questions.stages import Stage, box_seconds


def open_stage(turn: Turn, stage: str) -> Answer:
    """Return the stage's answer, made when the stage is first put to the candidate.

    One that is never put has none: what nobody asked for is neither blank nor graded.
    """
    sequence = stages_of(turn.version).index(stage) if stage else 0
    answer, _ = Answer.objects.get_or_create(
        turn=turn, sequence=sequence, defaults={"stage": stage}
    )
    return answer


def keep_ledger(turn: Turn, stage: str, before: Clock, after: Clock) -> None:
    """Have the ledger of visits follow the question's clock: it starts, it rests."""
    if after.since is not None and after.since != before.since:
        visit_stage(turn, stage, after.since)
    elif before.since is not None and after.since is None:
        leave_stage(turn.pk, before.since + after.used - before.used)


def visit_stage(turn: Turn, stage: str, now: datetime) -> None:
    """Book the time from here on for this stage; whoever calls holds the room's lock."""
    leave_stage(turn.pk, now)
    answer = Answer.objects.get(turn=turn, stage=stage)
    StageVisit.objects.create(turn=turn, answer=answer, entered_at=now)


def seconds_of(turn: Turn, now: datetime) -> dict[str, float]:
    spent: dict[str, float] = {}
    for visit in turn.stage_visits.select_related("answer"):
        spent[visit.answer.stage] = spent.get(visit.answer.stage, 0.0) + visit.seconds(now)
    return spent


def describe_stages(
    turn: Turn, version: RubricVersion, current: str, now: datetime
) -> list[dict[str, Any]]:
    """Return the case's stages for the plan: which were opened, and how long each took of its box."""
    if not current:
        return []
    spent = seconds_of(turn, now)
    opened = set(turn.answers.values_list("stage", flat=True))
    return [
        {
            "key": stage,
            "label": Stage(stage).label,
            "current": stage == current,
            "opened": stage in opened,
            "minutes": int(spent.get(stage, 0.0)) // 60,
            "box": round(box_seconds(stage, turn.allotted_seconds) / 60),
        }
        for stage in stages_of(version)
    ]


def note_told(turn: Turn, stage: str, fact: dict[str, Any], now: datetime) -> str:
    """Note that the candidate asked for a fact of the case, once; return what it tells."""
    language = turn.session.language
    ClarifyingQuestion.objects.get_or_create(
        turn=turn,
        text=fact["asks"][language][0],
        defaults={
            "stage": stage, "asked_at": now, "answered_at": now,
            "status": QuestionStatus.ANSWERED, "fact": fact["id"],
        },
    )  # fmt: skip
    return str(fact["answer"][language])


def take_back_told(turn: Turn, fact: str) -> None:
    """Note that the candidate did not ask for it after all."""
    ClarifyingQuestion.objects.filter(turn=turn, fact=fact).delete()
