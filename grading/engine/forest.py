"""Boosted trees of the four states as plain numbers: they hear what features mean together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grading.engine.logistic import softmax

LEAF = -1
COLUMNS = ("feature", "threshold", "left", "right", "value")


@dataclass(frozen=True)
class Forest:
    """Trees × nodes, each row filled up with leaves; tree `i` speaks for state `i` modulo `len(base)`.

    `feature` is -1 at a leaf; elsewhere values up to `threshold` go to `left`. `base` is where each
    state starts, in logits.
    """

    base: NDArray[np.float64]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float64]
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    value: NDArray[np.float64]

    def of(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of said, partly, not said, contradicted for each row."""
        tree = np.arange(len(self.feature))
        sample = np.arange(len(rows))[:, None]
        node = np.zeros((len(rows), len(tree)), dtype=np.intp)
        while True:
            feature = self.feature[tree, node]
            inner = feature != LEAF
            if not inner.any():
                break
            goes_left = rows[sample, feature] <= self.threshold[tree, node]
            following = np.where(goes_left, self.left[tree, node], self.right[tree, node])
            node = np.where(inner, following, node)
        spoken = self.value[tree, node].reshape(len(rows), -1, len(self.base))
        return softmax(self.base + spoken.sum(axis=1))


def gather_forest(base: Sequence[float], trees: Sequence[Sequence[Sequence[float]]]) -> Forest:
    """The forest of trees that are each given as `COLUMNS`."""
    size = max(len(tree[0]) for tree in trees)
    filled = {
        name: np.array([[*tree[place], *[LEAF] * (size - len(tree[place]))] for tree in trees])
        for place, name in enumerate(COLUMNS)
    }
    return Forest(
        base=np.array(base, dtype=np.float64),
        feature=filled["feature"].astype(np.intp),
        threshold=filled["threshold"].astype(np.float64),
        left=filled["left"].astype(np.intp),
        right=filled["right"].astype(np.intp),
        value=filled["value"].astype(np.float64),
    )


def forest_data(forest: Forest) -> dict[str, Any]:
    """A forest as it is written in a calibration."""
    trees = []
    for place in range(len(forest.feature)):
        used = 1 + int(max(forest.left[place].max(), forest.right[place].max(), 0))
        trees.append([getattr(forest, name)[place, :used].tolist() for name in COLUMNS])
    return {"base": forest.base.tolist(), "trees": trees}


def parse_forest(data: Mapping[str, Any]) -> Forest:
    return gather_forest(data["base"], data["trees"])
