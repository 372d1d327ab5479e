"""The grader beside two raters of the same answers, neither knowing the other's marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.stats import spearmanr  # type: ignore[import-untyped]
from sklearn.metrics import cohen_kappa_score

from grading.engine.fitting.measure import likeliest, measure
from grading.engine.fitting.samples import Sample
from grading.engine.verdict import AnswerVerdict


def measure_beside_two(
    rated: Sequence[tuple[Sample, Sample]], verdicts: Sequence[AnswerVerdict]
) -> dict[str, Any]:
    """All numbers of `measure` against the mean of both scores and the first one's states.

    Beside them how well the two agree with each other, and the grader with each.
    """
    first, second = zip(*rated, strict=True)
    ours = [verdict.score for verdict in verdicts]
    states = [[s.states[p.key] for s, v in zip(one, verdicts, strict=True) for p in v.points]
              for one in (first, second)]  # fmt: skip
    likely = [likeliest(point) for verdict in verdicts for point in verdict.points]
    one, other = (np.array([sample.score for sample in side]) for side in (first, second))
    means = [
        replace(sample, score=float(score))
        for sample, score in zip(first, (one + other) / 2, strict=True)
    ]
    return {
        "two_raters": {
            "spearman": round(float(spearmanr(one, other)[0]), 3),
            "rmse": round(float(np.sqrt(np.mean((one - other) ** 2))), 3),
            "kappa": round(float(cohen_kappa_score(*states)), 3),
        },
        "grader_with_each": {
            "spearman": [round(float(spearmanr(ours, side)[0]), 3) for side in (one, other)],
            "kappa": [round(float(cohen_kappa_score(likely, side)), 3) for side in states],
        },
        "grader_with_their_mean": measure(list(zip(means, verdicts, strict=True))),
    }
