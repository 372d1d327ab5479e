"""The interviewer's guide to the question on the table: what to listen for, and what may be told."""

from __future__ import annotations

from typing import Any

from interview.live.question import RoomQuestion
from interview.live.room import Room
from interview.live.scorecard import Scorecard, TickState
from interview.live.seat import Seat
from interview.questions.stages import Stage


def describe_guide(seat: Seat, card: Scorecard) -> dict[str, Any]:
    """Return the interviewer's guide to the question on the table, with this interviewer's ticks."""
    room = Room.objects.select_related("current__version", "current__turn", "current__room").get(
        pk=seat.room_id
    )
    question = room.current
    context: dict[str, Any] = {"room": room, "seat": seat, "card": card, "question": question}
    if question is None or question.turn is None:
        return context
    points = describe_points(question, card)
    other_stages = [
        {
            "key": stage,
            "label": Stage(stage).label,
            "points": [point for point in points if point["stage"] == stage],
            "ticked": sum(point["tick"] is not None for point in points if point["stage"] == stage),
        }
        for stage in (Stage if question.stage else ())
        if stage != question.stage
    ]
    hints = question.version.hint_texts(room.language)
    shown = question.turn.hints_shown
    return context | {
        "model_answer": question.version.model_answer(room.language),
        "reference": (question.version.coding or {}).get("reference", ""),
        "points": [point for point in points if point["stage"] == question.stage],
        # what is said before its stage comes can be ticked then
        "other_stages": [other for other in other_stages if other["points"]],
        "stage": Stage(question.stage).label if question.stage else "",
        "facts": describe_facts(question),
        "states": TickState.choices,
        "hints": [
            hint | {"number": number, "shown": number <= shown}
            for number, hint in enumerate(hints, start=1)
        ],
        "hints_after": shown,
        "next_hint": hints[shown] if shown < len(hints) else None,
    }


def describe_points(question: RoomQuestion, card: Scorecard) -> list[dict[str, Any]]:
    """Return the whole rubric in its order, with this interviewer's ticks."""
    ticks = {tick.point_id: tick for tick in card.ticks.filter(question=question)}
    language = question.room.language
    return [
        {
            "pk": point.pk,
            "stage": point.stage,
            "text": point.text(language),
            "probe": point.probe(language),
            "weight": point.weight,
            "required": point.required,
            "dimension": point.get_dimension_display(),
            "tick": ticks.get(point.pk),
        }
        for point in question.version.points.all()
    ]


def describe_facts(question: RoomQuestion) -> list[dict[str, Any]]:
    """Return what the candidate may ask for, with what was told already; nothing of it is theirs."""
    if question.turn is None or not question.stage:
        return []
    told = set(question.turn.questions.values_list("fact", flat=True))
    language = question.room.language
    return [
        {
            "id": fact["id"],
            "ask": fact["asks"][language][0],
            "answer": fact["answer"][language],
            "important": bool(fact.get("important")),
            "told": fact["id"] in told,
        }
        for fact in question.version.facts
    ]
