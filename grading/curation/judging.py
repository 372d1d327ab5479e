"""Judging texts under a version that nobody is graded by: a draft, or what is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from grading import pipeline
from grading.engine.explain import named_features
from grading.engine.grader import Grader
from grading.engine.rubric import Language, Rubric
from grading.engine.verdict import AnswerVerdict, GradeItem
from grading.pipeline import rubric_of
from interview.models import RubricVersion

# What a curator can act on; the others move with these.
SHOWN = ("similarity", "wrong_similarity", "margin", "term_recall", "direction_gap", "denial_gap")


def draft_rubric(version: RubricVersion, *, stage: str = "") -> Rubric:
    """Return the engine's picture of a version, without points that have no text in a language yet."""
    rubric = rubric_of(version, stage=stage)
    whole = tuple(p for p in rubric.points if p.text.get("ko") and p.text.get("en"))
    return replace(rubric, points=whole)


def judge_texts(rubric: Rubric, texts: Sequence[tuple[str, str]]) -> list[AnswerVerdict]:
    """Judge (language, text) pairs in one batch."""
    items = [GradeItem(rubric, cast(Language, language), text) for language, text in texts]
    return pipeline.the_grader().grade(items)


def described(rubric: Rubric, language: str, text: str, verdict: AnswerVerdict) -> dict[str, Any]:
    """Return a verdict as plain data, with each point's words and the features that decided."""
    grader = pipeline.the_grader()
    item = GradeItem(rubric, cast(Language, language), text)
    features = named_features(grader, item) if isinstance(grader, Grader) else {}
    return {
        "score": verdict.score,
        "low": verdict.low,
        "high": verdict.high,
        "gates": list(verdict.gates),
        "engine": f"{verdict.engine} · {verdict.encoder} · {verdict.calibration}",
        "points": [
            {
                "key": point.key,
                "state": point.state,
                "credit": point.credit,
                "quotes": [text[quote.start : quote.end] for quote in point.quotes],
                "conflict": point.conflict or "",
                "features": {
                    name: value
                    for name, value in features.get(point.key, {}).items()
                    if name in SHOWN
                },
            }
            for point in verdict.points
        ],
    }
