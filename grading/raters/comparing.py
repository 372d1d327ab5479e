"""An answer's points as the machine and each person see them, side by side."""

from __future__ import annotations

from typing import Any

from grading.models import Grade, Rating
from grading.raters.correcting import standing_overrides
from grading.raters.queue import points_of
from grading.raters.settling import settle
from grading.raters.summarising import read_machine, read_ratings
from grading.raters.words import state_label
from interview.models import Answer, Question, Stage

SHOWN = 50


def differing_answers(question: Question) -> list[dict[str, Any]]:
    """Return the answers on which the machine parts from what people settled, the most points first."""
    rated = read_ratings(question)
    machine = read_machine(list(rated))
    found: list[dict[str, Any]] = []
    for pk, one in rated.items():
        states = machine.get(pk, {})
        points = [
            {"key": key, "people": state_label(state), "machine": state_label(states[key])}
            for key, state in one.settled().items()
            if key in states and states[key] != state
        ]
        if points:
            found.append({"pk": pk, "points": points, "language": one.language})
    found.sort(key=lambda row: (-len(row["points"]), row["pk"]))
    return found[:SHOWN]


def settled_differences(answer: Answer) -> dict[str, str]:
    """Return what people settled on where only the machine says otherwise, by the point's key."""
    return {p["key"]: p["settled"] for p in compare_answer(answer)["points"] if p["differs"]}


def compare_answer(answer: Answer) -> dict[str, Any]:
    language = answer.turn.session.language
    version = answer.turn.version
    grade = Grade.objects.newest_scored().filter(answer=answer).first()
    judged = grade.point_scores.select_related("point") if grade else ()
    scores = {score.point.key: score for score in judged}
    ratings = Rating.objects.done().filter(answer=answer).order_by("sequence")
    by = {row.sequence: row.states() for row in ratings.prefetch_related("rated_points")}
    points = points_of(answer)
    keyed = {
        sequence: {p.key: states[p.pk] for p in points if p.pk in states}
        for sequence, states in by.items()
    }
    settled = settle(keyed[1], keyed.get(2), keyed.get(3)) if 1 in keyed else {}
    standing = standing_overrides(answer)
    rows = []
    for number, point in enumerate(points, start=1):
        score = scores.get(point.key)
        word = standing.get(point.key)
        rows.append(
            {
                "pk": point.pk,
                "number": number,
                "key": point.key,
                "text": point.text(language),
                "machine": state_label(score.state) if score else "",
                "people": [state_label(states[point.key]) for states in keyed.values()],
                "settled": settled.get(point.key, ""),
                "settled_label": state_label(settled[point.key]) if point.key in settled else "",
                "differs": word is None
                and score is not None
                and settled.get(point.key, score.state) != score.state,
                "word": state_label(word.state) if word else "",
                "why": word.reason if word else "",
            }
        )
    return {
        "answer": answer,
        "question": version.question,
        "language": language,
        "prompt": version.prompt(language),
        "stage": Stage(answer.stage).label if answer.stage else "",
        "points": rows,
        "raters": len(keyed),
        "grade": grade,
        "figures": grade.figures() if grade else None,
        "differ": sum(row["differs"] for row in rows),
    }
