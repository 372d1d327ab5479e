"""One question's part of a report, as the template needs it."""

from __future__ import annotations

from typing import Any

from grading.engine.verdict import CREDIT
from grading.models import Grade, GradeStatus, Override, PointScore, Reason
from grading.raters.words import gate_text, state_label
from grading.reports.agreement import agreement_on, agreement_with_raters
from grading.reports.markup import mark_up
from interview.models import Answer, AnswerState, Dimension, Turn, describe_code

STATE_ORDER = ("contradicted", "said", "partly", "unsure", "not_said")


def net(value: float | None, cost: int) -> float | None:
    """Return a score after what the hints cost."""
    return None if value is None else max(0.0, value - cost)


def minutes_of(seconds: int) -> str:
    """Return minutes and seconds as a clock shows them."""
    return f"{seconds // 60}:{seconds % 60:02}"


def describe_item(turn: Turn, answer: Answer, grade: Grade | None) -> dict[str, Any]:
    """Return the context of ``reports/_turn.html`` for one closed answer.

    `turn.version.points`, its question's topic, `answer.code_runs`, `answer.overrides` and what hangs
    on the grade must be loaded.
    """
    language = turn.session.language
    # hints belong to the whole case, not to one of its stages
    cost = 0 if answer.stage else turn.hints_cost()
    status = item_status(answer, grade)
    # by key: a regrade under a later version speaks of that version's rows of the same points
    scores = {score.point.key: score for score in grade.point_scores.all()} if grade else {}
    people = {row.point_id: row for row in reversed(answer.overrides.all())}
    appeals = {row.point_id: row for row in grade.appeals.all()} if grade else {}
    points = [
        describe_point(number, point, scores.get(point.key), answer.text, language)
        | describe_person(people.get(point.pk), scores.get(point.key))
        | {"appeal": appeals.get(point.pk)}
        for number, point in enumerate(
            (p for p in turn.version.points.all() if not answer.stage or p.stage == answer.stage),
            start=1,
        )
    ]
    by_key = {point["key"]: point for point in points}
    quotes = {
        score.point.key: score.quotes
        for score in scores.values()
        if by_key.get(score.point.key, {}).get("state", "not_said") != "not_said"
    }
    scored = grade if grade and status == "scored" else None
    score, low, high = scored.figures() if scored else (None, None, None)
    return {
        "position": turn.position,
        "anchor": str(turn.position),
        "session_id": turn.session_id,
        "title": turn.version.question.topic.name(language),
        "prompt": turn.version.prompt(language),
        "language": language,
        "answer_text": answer.text,
        "closed_by": answer.closed_by,
        "marked": [
            {
                "text": segment.text,
                "points": list(segment.points),
                "numbers": [by_key[key]["number"] for key in segment.points],
                "state": dominant([by_key[key]["state"] for key in segment.points]),
                "notes": [by_key[key] for key in segment.first],
            }
            for segment in mark_up(answer.text, quotes)
        ],
        "status": status,
        "reason": Reason(grade.reason).label if grade and grade.reason else "",
        "will_retry": bool(grade and grade.retry_at),
        "score": net(score, cost),
        "low": net(low, cost),
        "high": net(high, cost),
        "machine_score": net(scored.score, cost) if scored and score != scored.score else None,
        "grade_id": scored.pk if scored else None,
        "gates": [gate_text(gate) for gate in scored.gates] if scored else [],
        "points": points,
        "missing": sorted(
            (p for p in points if p["state"] == "not_said"), key=lambda p: -p["weight"]
        ),
        # without a quote they have no place beside a sentence
        "unplaced": [p for p in points if p["state"] not in ("", "not_said") and not p["quotes"]],
        "model_answer": turn.version.model_answer(language),
        "hints_cost": cost,
        "spent_seconds": turn.spent_seconds,
        "allotted_seconds": turn.allotted_seconds,
        "spent": minutes_of(turn.spent_seconds),
        "allotted": minutes_of(turn.allotted_seconds),
        "agreement": agreement_with_raters(turn.version.question)
        or agreement_on(turn.version.question.key, scored.calibration)
        if scored
        else None,
        "code": describe_code(answer),
    }


def describe_point(
    number: int, point: Any, score: PointScore | None, text: str, language: str
) -> dict[str, Any]:
    return {
        "pk": point.pk,
        "key": point.key,
        "number": number,
        "text": point.text(language),
        "dimension": point.dimension,
        "dimension_label": Dimension(point.dimension).label,
        "weight": point.weight,
        "required": point.required,
        "state": score.state if score else "",
        "state_label": state_label(score.state) if score else "",
        "credit": score.credit if score else None,
        "probabilities": score.probabilities if score else {},
        "quotes": [text[start:end] for start, end in score.quotes] if score else [],
        "conflict": score.conflict if score else "",
        "probe": point.probe(language),
    }


def describe_person(person: Override | None, score: PointScore | None) -> dict[str, Any]:
    """Return what replaces the machine's word where a person has spoken; both stay visible."""
    if person is None or score is None:
        return {"by_person": False}
    known = {
        "by_person": True,
        "why": person.reason,
        "machine_state": score.state,
        "machine_label": state_label(score.state),
        "state": person.state,
        "state_label": state_label(person.state),
        "credit": CREDIT[person.state],
        "probabilities": {person.state: 1.0},
    }
    return known | ({"quotes": []} if person.state == "not_said" else {})


def item_status(answer: Answer, grade: Grade | None) -> str:
    if answer.state == AnswerState.UNANSWERED:
        return "unanswered"
    if grade is None or grade.status in (GradeStatus.WAITING, GradeStatus.RUNNING):
        return "pending"
    return "scored" if grade.status == GradeStatus.SCORED else "unscored"


def dominant(states: list[str]) -> str:
    """Return the state that colours a span taken for several points."""
    return next((state for state in STATE_ORDER if state in states), "")
