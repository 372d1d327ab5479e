"""How near an answer's windows come to each point, its wrong versions and its rivals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.prepared import PreparedRubric

SIMILARITY = (
    "similarity", "relative", "second", "text_similarity", "mean_similarity", "margin",
    "wrong_similarity", "mean_wrong_similarity", "wrong_margin", "soft_margin", "near_margin",
    "least_margin", "most_margin", "over_points", "over_wrong", "wrong_over_wrong",
    "other_similarity", "other_wrong", "other_margin", "other_wrong_margin",
    "both_similarity", "both_margin", "both_wrong", "both_wrong_margin", "prompt_similarity",
)  # fmt: skip
NEAR = 0.08
USUAL_MARGIN = np.float32(0.05)


@dataclass(frozen=True)
class Nearness:
    """Windows × points: nearness to the right and the wrong versions, with each point's windows.

    `best` says a point best, `worst` contradicts it most.
    """

    table: NDArray[np.float32]
    right: NDArray[np.float32]
    wrong: NDArray[np.float32]
    right_other: NDArray[np.float32]
    wrong_other: NDArray[np.float32]
    best: NDArray[np.intp]
    worst: NDArray[np.intp]


def nearness(prepared: PreparedRubric, rows: NDArray[np.float32]) -> Nearness:
    """How near an answer's windows come to a rubric's texts.

    Where no wrong version was written, nearness to it is what it usually is beside the right.
    """
    table = rows @ prepared.rows.T
    peaks = prepared.board.groups.highest(table)
    for right_kind, wrong_kind in ((0, 1), (2, 3)):
        unwritten = ~prepared.board.groups.written[:, wrong_kind]
        peaks[:, unwritten, wrong_kind] = peaks[:, unwritten, right_kind] - USUAL_MARGIN
    right, wrong = peaks[:, :, 0], peaks[:, :, 1]
    return Nearness(
        table=table,
        right=right,
        wrong=wrong,
        right_other=peaks[:, :, 2],
        wrong_other=peaks[:, :, 3],
        best=right.argmax(axis=0),
        worst=(wrong + (wrong - right)).argmax(axis=0),
    )


def similarities(prepared: PreparedRubric, near: Nearness) -> NDArray[np.float64]:
    """A row of `SIMILARITY` for each point."""
    table, right, wrong, best, worst = near.table, near.right, near.wrong, near.best, near.worst
    groups, each = prepared.board.groups, np.arange(len(prepared.points))
    lead = wrong - right
    other, other_wrong = near.right_other, near.wrong_other
    both, both_wrong = right + other, wrong + other_wrong
    both_best, both_worst = both.argmax(axis=0), both_wrong.argmax(axis=0)
    means = groups.mean(table)
    unwritten = ~groups.written[:, 1]
    means[:, unwritten, 1] = wrong[:, unwritten]
    nearer = np.maximum(right, wrong)
    top = nearer.max(axis=0)
    close = nearer >= top - NEAR
    weight = np.exp(12.0 * (nearer - top))
    own = right[best, each]
    values = [
        own,
        (own - prepared.board.floors) / (prepared.board.ceilings - prepared.board.floors),
        _second(table.max(axis=0), prepared),
        table[:, groups.firsts].max(axis=0),
        means[:, :, 0].max(axis=0),
        -lead[best, each],
        wrong.max(axis=0),
        means[:, :, 1].max(axis=0),
        lead[worst, each],
        _soft(right) - _soft(wrong),
        -(weight * lead).sum(axis=0) / weight.sum(axis=0),
        -np.where(close, lead, -np.inf).max(axis=0),
        -np.where(close, lead, np.inf).min(axis=0),
        own - _rivals(right, best),
        own - _rivals(wrong, best),
        wrong[both_worst, each] - _rivals(wrong, both_worst),
        other.max(axis=0),
        other_wrong.max(axis=0),
        other[best, each] - other_wrong[best, each],
        (other_wrong - other).max(axis=0),
        both[both_best, each],
        both[both_best, each] - both_wrong[both_best, each],
        both_wrong[both_worst, each],
        both_wrong[both_worst, each] - both[both_worst, each],
        table[best, 0],
    ]
    return np.stack(values, axis=1).astype(np.float64)


def _second(peaks: NDArray[np.float32], prepared: PreparedRubric) -> NDArray[np.float32]:
    """How near the second nearest of each point's right versions comes, or its only one."""
    found = [np.sort(peaks[point.right])[-2:][0] for point in prepared.points]
    return np.array(found, dtype=np.float32)


def _rivals(table: NDArray[np.float32], windows: NDArray[np.intp]) -> NDArray[np.float32]:
    """How near each point's window comes to the nearest of the other points."""
    if len(windows) == 1:
        return np.zeros(1, dtype=np.float32)
    rows = table[windows]
    np.fill_diagonal(rows, -np.inf)
    return np.asarray(rows.max(axis=1))


def _soft(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """A soft maximum: several windows that are near count for more than one."""
    top = values.max(axis=0)
    return np.asarray(top + np.log(np.exp(20.0 * (values - top)).sum(axis=0)) / 20.0)
