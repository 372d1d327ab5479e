"""A follow-up's grade: its words against the one point that it was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from math import sqrt
from typing import Protocol

from grading.engine.pool import pool
from grading.engine.rubric import Rubric
from grading.engine.verdict import NINETY_PERCENT, AnswerVerdict, GradeItem
from interview.models import RubricPoint

PARTLY = 0.5
# Up to how many sentences a reply is judged by its point alone, and from how many on beside the
# others, as whole answers are; and how many words make a sentence where nothing ends one.
SHORT, LONG = 2, 4
WORDS = 20
END = re.compile(r"[.!?。]+(?=\s|$)|\n+")


class Grades(Protocol):
    def grade(self, items: Sequence[GradeItem]) -> list[AnswerVerdict]: ...


def grade_asked(
    grader: Grades, items: Sequence[GradeItem], asked: Sequence[RubricPoint | None]
) -> list[AnswerVerdict]:
    """Grade answers as one batch, each that follows a probe on the point it was asked for."""
    shares = [
        share_alone(item.text) if point else 0.0 for item, point in zip(items, asked, strict=True)
    ]
    alone = [
        replace(item, rubric=by_itself(item.rubric, point))
        for item, point, share in zip(items, asked, shares, strict=True)
        if point and share
    ]
    verdicts = grader.grade([*items, *alone])
    found = iter(verdicts[len(items) :])
    return [
        only_asked(verdict, point, next(found) if share else None, share) if point else verdict
        for verdict, point, share in zip(verdicts[: len(items)], asked, shares, strict=True)
    ]


def with_probe(rubric: Rubric, asked: RubricPoint) -> Rubric:
    """The whole rubric, so that the asked point is weighed beside the others as it was fitted to be;
    the probe's own words count as the question's, and repeating them earns nothing."""
    probe = {"ko": asked.probe_ko, "en": asked.probe_en}
    prompt = {language: f"{text}\n{probe[language]}" for language, text in rubric.prompt.items()}
    return replace(rubric, prompt=prompt)


def by_itself(rubric: Rubric, asked: RubricPoint) -> Rubric:
    """The asked point alone: nobody says the others in a sentence about this one, and words that
    are rare among the points are not asked of whoever answers a question about one of them."""
    return replace(rubric, points=tuple(p for p in rubric.points if p.key == asked.key))


def share_alone(text: str) -> float:
    """Return how far a reply is judged by its point alone: a short one is, a long one is not."""
    ended = sum(bool(part.strip()) for part in END.split(text))
    sentences = max(ended, len(text.split()) // WORDS)
    return min(1.0, max(0.0, (LONG - sentences) / (LONG - SHORT)))


def only_asked(
    verdict: AnswerVerdict, asked: RubricPoint, alone: AnswerVerdict | None, share: float
) -> AnswerVerdict:
    """The verdict on the asked point: its credit out of 100, and how sure that is.

    `alone` is what was found `by_itself`, where that has a share in it.
    """
    point = next(p for p in verdict.points if p.key == asked.key)
    if alone is not None:
        point = pool(point, alone.points[0], share)
    score = 100 * point.credit
    likely = point.probabilities
    square = likely.get("said", 0.0) + PARTLY**2 * likely.get("partly", 0.0)
    half = 100 * NINETY_PERCENT * sqrt(max(0.0, square - point.credit**2))
    return replace(
        verdict,
        engine=verdict.engine if alone is None else f"{verdict.engine}+alone",
        score=round(score, 1),
        low=round(max(0.0, score - half), 1),
        high=round(min(100.0, score + half), 1),
        gates=(alone or verdict).gates,
        points=(point,),
        dimensions={asked.dimension: round(score, 1)},
    )
