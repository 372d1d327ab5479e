"""A follow-up's grade: its words against the one point that it was asked for."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

from grading.engine.rubric import Rubric
from grading.engine.verdict import NINETY_PERCENT, AnswerVerdict
from interview.models import RubricPoint

PARTLY = 0.5


def with_probe(rubric: Rubric, asked: RubricPoint) -> Rubric:
    """The whole rubric, so that the asked point is weighed beside the others as it was fitted to be;
    the probe's own words count as the question's, and repeating them earns nothing."""
    probe = {"ko": asked.probe_ko, "en": asked.probe_en}
    prompt = {language: f"{text}\n{probe[language]}" for language, text in rubric.prompt.items()}
    return replace(rubric, prompt=prompt)


def only_asked(verdict: AnswerVerdict, asked: RubricPoint) -> AnswerVerdict:
    """The verdict on the asked point alone: its credit out of 100, and how sure that is."""
    point = next(p for p in verdict.points if p.key == asked.key)
    score = 100 * point.credit
    likely = point.probabilities
    square = likely.get("said", 0.0) + PARTLY**2 * likely.get("partly", 0.0)
    half = 100 * NINETY_PERCENT * sqrt(max(0.0, square - point.credit**2))
    return replace(
        verdict,
        score=round(score, 1),
        low=round(max(0.0, score - half), 1),
        high=round(min(100.0, score + half), 1),
        points=(point,),
        dimensions={asked.dimension: round(score, 1)},
    )
