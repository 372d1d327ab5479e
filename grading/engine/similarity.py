"""How near an answer's windows come to a point, its wrong versions and its rivals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grading.engine.prepared import PreparedPoint

SIMILARITY = (
    "similarity", "relative", "second", "text_similarity", "mean_similarity", "margin",
    "wrong_similarity", "mean_wrong_similarity", "wrong_margin", "soft_margin", "near_margin",
    "least_margin", "most_margin", "over_points", "over_wrong", "wrong_over_wrong",
    "other_similarity", "other_wrong", "other_margin", "other_wrong_margin",
    "both_similarity", "both_margin", "both_wrong", "both_wrong_margin", "prompt_similarity",
)  # fmt: skip
NEAR = 0.08
USUAL_MARGIN = 0.05


def highest(table: NDArray[np.float32], columns: NDArray[np.intp]) -> NDArray[np.float32]:
    return np.asarray(table[:, columns].max(axis=1))


def wrong_nearness(
    table: NDArray[np.float32], wrong: NDArray[np.intp], right: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Nearness to the wrong versions; where none was written, what it usually is beside the right."""
    if len(wrong):
        return highest(table, wrong)
    return np.asarray(highest(table, right) - np.float32(USUAL_MARGIN))


def similarities(
    table: NDArray[np.float32],
    rights: NDArray[np.float32],
    wrongs: NDArray[np.float32],
    column: int,
    others: NDArray[np.bool_],
    point: PreparedPoint,
) -> tuple[dict[str, float], int, int]:
    """The similarity features, with the best and the worst window."""
    right, wrong = rights[:, column], wrongs[:, column]
    lead = wrong - right
    best, worst = int(right.argmax()), int((wrong + lead).argmax())
    positives = table[:, point.right]
    peaks = np.sort(positives.max(axis=0))
    other = highest(table, point.right_other)
    other_wrong = wrong_nearness(table, point.wrong_other, point.right_other)
    both, both_wrong = right + other, wrong + other_wrong
    both_best, both_worst = int(both.argmax()), int(both_wrong.argmax())
    near = np.maximum(right, wrong)
    close = near >= near.max() - NEAR
    weight = np.exp(12.0 * (near - near.max()))
    rivals = rights[:, others].max(axis=1) if others.any() else np.zeros_like(right)
    wrong_rivals = wrongs[:, others].max(axis=1) if others.any() else np.zeros_like(right)
    values = {
        "similarity": right[best],
        "relative": (right[best] - point.floor) / (point.ceiling - point.floor),
        "second": peaks[-2] if len(peaks) > 1 else peaks[-1],
        "text_similarity": positives[:, 0].max(),
        "mean_similarity": positives.mean(axis=1).max(),
        "margin": -lead[best],
        "wrong_similarity": wrong.max(),
        "mean_wrong_similarity": table[:, point.wrong].mean(axis=1).max()
        if len(point.wrong)
        else wrong.max(),
        "wrong_margin": lead[worst],
        "soft_margin": _soft(right) - _soft(wrong),
        "near_margin": -(weight * lead).sum() / weight.sum(),
        "least_margin": -lead[close].max(),
        "most_margin": -lead[close].min(),
        "over_points": right[best] - rivals[best],
        "over_wrong": right[best] - wrong_rivals[best],
        "wrong_over_wrong": wrong[both_worst] - wrong_rivals[both_worst],
        "other_similarity": other.max(),
        "other_wrong": other_wrong.max(),
        "other_margin": other[best] - other_wrong[best],
        "other_wrong_margin": (other_wrong - other).max(),
        "both_similarity": both[both_best],
        "both_margin": both[both_best] - both_wrong[both_best],
        "both_wrong": both_wrong[both_worst],
        "both_wrong_margin": both_wrong[both_worst] - both[both_worst],
        "prompt_similarity": table[best, 0],
    }
    return {name: float(value) for name, value in values.items()}, best, worst


def _soft(values: NDArray[np.float32]) -> float:
    """A soft maximum: several windows that are near count for more than one."""
    top = float(values.max())
    return top + float(np.log(np.exp(20.0 * (values - top)).sum())) / 20.0
