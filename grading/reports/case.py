"""A design case's part of a report: its stages one by one, and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

from grading.reports.failures import name_failures
from grading.reports.item import minutes_of, net
from interview.models import (
    Answer,
    Mode,
    Stage,
    Turn,
    box_seconds,
    describe_questions,
    stage_seconds,
    unasked_facts,
)


def describe_case(turn: Turn, closed: Sequence[tuple[Answer, dict[str, Any]]]) -> dict[str, Any]:
    """Return the context of ``reports/_turn.html`` for a case: an item with `stages`, items too.

    `closed` holds the stages' answers with their items; `turn.stage_visits` with their answers
    must be loaded, and `turn.questions`.
    """
    spent = stage_seconds(turn)
    stages = [
        describe_stage(turn, answer, item, spent.get(answer.stage, 0)) for answer, item in closed
    ]
    language = turn.session.language
    cost = turn.hints_cost()
    score, low, high = total_of(stages)
    scored = [stage for stage in stages if stage["status"] == "scored"]
    return {
        "position": turn.position,
        "anchor": str(turn.position),
        "session_id": turn.session_id,
        "title": turn.version.question.topic.name(language),
        "prompt": turn.version.prompt(language),
        "language": language,
        "answer_text": "\n\n".join(s["answer_text"] for s in stages if s["answer_text"]),
        "closed_by": "",
        "marked": [],
        "status": status_of([stage["status"] for stage in stages]),
        "reason": next((stage["reason"] for stage in stages if stage["reason"]), ""),
        "will_retry": any(stage["will_retry"] for stage in stages),
        "score": net(score, cost),
        "low": net(low, cost),
        "high": net(high, cost),
        "gates": [],
        "points": [point for stage in stages for point in stage["points"]],
        "missing": [],
        "unplaced": [],
        "model_answer": turn.version.model_answer(language),
        "hints_cost": cost,
        "spent_seconds": turn.spent_seconds,
        "allotted_seconds": turn.allotted_seconds,
        "spent": minutes_of(turn.spent_seconds),
        "allotted": minutes_of(turn.allotted_seconds),
        "agreement": scored[0]["agreement"] if scored else None,
        "code": None,
        "stages": stages,
        "asked": describe_questions(turn),
        "unasked": unasked_facts(turn) if is_noted(turn) else [],
        "follow_ups": [],
        "follow_ups_pending": any(stage["follow_ups_pending"] for stage in stages),
        "asked_score": net(asked_total(stages), cost),
        "blank_stages": sum(stage["status"] == "unanswered" for stage in stages),
        "failures": name_failures(turn, stages),
    }


def is_noted(turn: Turn) -> bool:
    """Say whether what was asked stands in rows: in a room only once its interviewer notes it.

    There much is asked aloud: where nothing was noted, everything may have been asked.
    """
    return turn.session.mode != Mode.LIVE or bool(turn.questions.all())


def describe_stage(
    turn: Turn, answer: Answer, item: dict[str, Any], seconds: int
) -> dict[str, Any]:
    """Return one stage's item: that of its answer, with its own time box and weight."""
    box = box_seconds(answer.stage, turn.allotted_seconds)
    label = Stage(answer.stage).label
    return item | {
        "anchor": f"{turn.position}-{answer.stage}",
        "number": answer.sequence + 1,
        "stage": answer.stage,
        "draft_key": f"{turn.session_id}/{turn.position}/{answer.stage}",
        "label": label,
        "title": label,
        "hints_cost": 0,
        "weight": sum(point["weight"] for point in item["points"]),
        "spent_seconds": seconds,
        "allotted_seconds": box,
        "spent": minutes_of(seconds),
        "allotted": minutes_of(box),
        "over": seconds > box,
    }


def asked_total(stages: Sequence[dict[str, Any]]) -> float | None:
    """Return the total as if what was said when asked had been said unprompted; None if nothing was."""
    if all(stage["asked_score"] is None for stage in stages):
        return None
    raised = [
        s | {"score": s["score"] if s["asked_score"] is None else s["asked_score"]} for s in stages
    ]
    return total_of(raised)[0]


def status_of(stages: Sequence[str]) -> str:
    """Return what has become of the whole: pending while anything is, scored once something is."""
    return next((s for s in ("pending", "scored", "unscored") if s in stages), "unanswered")


def total_of(
    stages: Sequence[dict[str, Any]],
) -> tuple[float | None, float | None, float | None]:
    """Return the weighted score of the stages with its interval, their errors independent.

    A blank stage earns nothing of its weight; one that could not be scored stays out of the sum.
    """
    counted = [stage for stage in stages if stage["status"] in ("scored", "unanswered")]
    scored = [stage for stage in counted if stage["status"] == "scored"]
    whole = sum(stage["weight"] for stage in counted)
    if not scored or not whole:
        return None, None, None
    mean = sum(s["weight"] * s["score"] for s in scored) / whole
    below = sqrt(sum((s["weight"] * (s["score"] - s["low"])) ** 2 for s in scored)) / whole
    above = sqrt(sum((s["weight"] * (s["high"] - s["score"])) ** 2 for s in scored)) / whole
    return round(mean, 1), round(max(0.0, mean - below), 1), round(min(100.0, mean + above), 1)
