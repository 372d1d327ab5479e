"""What stands behind a verdict: each point's features by name, for whoever writes the rubric."""

from __future__ import annotations

from collections.abc import Mapping

from grading.engine.features import FEATURES, point_features
from grading.engine.grader import Grader
from grading.engine.reading import read
from grading.engine.verdict import GradeItem


def named_features(grader: Grader, item: GradeItem) -> Mapping[str, Mapping[str, float]]:
    """Return {point key: {feature: value}}; empty where the answer holds nothing to judge."""
    prepared = grader.prepare(item.rubric, item.language)
    [answer] = grader.windows([read(item.text, grader.glossary)])
    if not answer.spans:
        return {}
    features = point_features(prepared, answer, grader.glossary)
    return {
        ready.point.key: {
            name: round(float(value), 3) for name, value in zip(FEATURES, own.values, strict=False)
        }
        for ready, own in zip(prepared.points, features, strict=True)
    }
