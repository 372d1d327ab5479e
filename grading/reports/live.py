"""A live interview's results: what its candidate may see, and all cards beside the machine's marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from grading.engine.kappa import kappa
from grading.models import Grade
from grading.raters.words import state_label
from grading.reports.item import item_status
from grading.reports.loading import closed_answers, latest_grade
from interview.models import (
    Answer,
    Dimension,
    Mode,
    Recommendation,
    Room,
    Scorecard,
    Session,
    SkillLevel,
    Stage,
    TickState,
    Turn,
)


def describe_sealed(session: Session) -> dict[str, Any]:
    """Return a sealed session for its candidate: questions and their own words, and no judgement."""
    turns = (
        Turn.objects.filter(session=session)
        .select_related("version__question__topic")
        .prefetch_related(Prefetch("answers", closed_answers()))
    )
    return {
        "session": session,
        "live": words_from_interviewer(session),
        "answers": [
            {
                "title": title_of(turn, answer),
                # a case's stages are all about the one prompt
                "prompt": "" if answer.sequence else turn.version.prompt(session.language),
                "text": answer.text,
            }
            for turn in turns
            for answer in turn.answers.all()
        ],
    }


def title_of(turn: Turn, answer: Answer) -> str:
    title = turn.version.question.topic.name(turn.session.language)
    return f"{title} · {Stage(answer.stage).label}" if answer.stage else title


def words_from_interviewer(session: Session) -> dict[str, Any] | None:
    """Return what the interviewer chose to show beside the marks; None while nothing is released."""
    if session.mode != Mode.LIVE:
        return None
    room = Room.objects.filter(session=session, released_at__isnull=False).first()
    if room is None:
        return None
    card = Scorecard.objects.filter(room=room, seat__kind="host").first()
    return {
        "message": room.message,
        "levels": label_levels(card) if card and room.shows_levels else [],
    }


def label_levels(card: Scorecard) -> list[dict[str, str]]:
    return [
        {
            "dimension": str(dimension.label),
            "level": str(SkillLevel(card.levels[dimension.value]).label),
        }
        for dimension in Dimension
        if dimension.value in card.levels
    ]


@dataclass
class Judged:
    """A room with what its comparison is made of."""

    room: Room
    cards: list[Scorecard] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)


def load_judged(rooms: Sequence[Room]) -> list[Judged]:
    """Fetch many rooms' judgements in as many queries as one room's.

    The cards that count are those of everybody who took a seat at the desk and was not sent away.
    """
    judged = [Judged(room) for room in rooms]
    by_room = {one.room.pk: one for one in judged}
    by_session = {one.room.session_id: one for one in judged}
    cards = Scorecard.objects.filter(
        room__in=rooms, seat__taken_at__isnull=False, seat__revoked_at__isnull=True
    )
    for card in cards.select_related("seat").prefetch_related("ticks"):
        by_room[card.room_id].cards.append(card)
    turns = Turn.objects.filter(session__room__in=rooms).select_related(
        "session", "version__question__topic", "room_question"
    )
    for turn in turns.prefetch_related("version__points", Prefetch("answers", closed_answers())):
        by_session[turn.session_id].turns.append(turn)
    return judged


def describe_comparison(room: Room) -> dict[str, Any]:
    return compare_judged(load_judged([room])[0])


def compare_judged(judged: Judged) -> dict[str, Any]:
    """Return all judgements side by side once every card and mark is in; until then, who is missing."""
    room, cards, turns = judged.room, judged.cards, judged.turns
    missing = [card.seat.shown_name() for card in cards if not card.is_in]
    answers = [(turn, a, latest_grade(a)) for turn in turns for a in turn.answers.all()]
    pending = any(item_status(answer, grade) == "pending" for _, answer, grade in answers)
    context: dict[str, Any] = {"room": room, "missing": missing, "pending": pending}
    if missing or pending or not room.is_over:
        return context | {"sealed": True}
    questions = [describe_question(turn, cards, answer, grade) for turn, answer, grade in answers]
    rows = [row for question in questions for row in question["rows"]]
    return context | {
        "sealed": False,
        "cards": [
            {
                "name": card.seat.shown_name(),
                "recommendation": Recommendation(card.recommendation).label,
                "evidence": card.evidence,
                "notes": card.notes,
                "levels": {entry["dimension"]: entry["level"] for entry in label_levels(card)},
            }
            for card in cards
        ],
        "dimensions": [str(dimension.label) for dimension in Dimension],
        "questions": questions,
        "alike": sum(not row["differs"] for row in rows),
        "total": len(rows),
        "kappas": [
            {
                "name": card.seat.shown_name(),
                "kappa": kappa(
                    [(row["humans"][n]["state"], row["machine"]) for row in rows if row["machine"]],
                    digits=None,
                ),
            }
            for n, card in enumerate(cards)
        ],
    }


def describe_question(
    turn: Turn, cards: list[Scorecard], answer: Answer, grade: Grade | None
) -> dict[str, Any]:
    scored = {s.point.key: s.state for s in grade.point_scores.all()} if grade else {}
    language = turn.session.language
    rows = []
    for point in turn.version.points.all():
        if answer.stage and point.stage != answer.stage:
            continue
        humans = [tick_of(card, turn.room_question.pk, point.pk) for card in cards]
        machine = scored.get(point.key, "")
        states = {human["state"] for human in humans} | ({machine} if machine else set())
        rows.append(
            {
                "text": point.text(language),
                "dimension": point.dimension,
                "machine": machine,
                "machine_label": state_label(machine) if machine else "",
                "humans": humans,
                "differs": len(states) > 1,
            }
        )
    return {
        "title": title_of(turn, answer),
        "text": answer.text,
        "score": grade.score if grade and grade.score is not None else None,
        "rows": rows,
    }


def tick_of(card: Scorecard, question: int, point: int) -> dict[str, Any]:
    """Return what this card says of the point; what was not ticked was not heard."""
    for tick in card.ticks.all():
        if (tick.question_id, tick.point_id) == (question, point):
            return {"state": tick.state, "label": tick.get_state_display(), "words": tick.words}
    return {"state": TickState.NOT_SAID, "label": TickState.NOT_SAID.label, "words": ""}
