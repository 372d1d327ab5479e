"""Boosted small trees that rise and fall as told: from an answer's standing to people's score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeRegressor

from grading.engine.standing import STANDING
from grading.engine.trees import Level, Tree

ROUNDS, RATE, LEAVES, FEWEST = 80, 0.06, 8, 30


def fit_level(
    whole: NDArray[np.float64],
    scores: NDArray[np.float64],
    weights: NDArray[np.float64] | None = None,
) -> Level:
    """Each tree learns what those before it left over; every answer counts once without weights."""
    base = float(np.average(scores, weights=weights))
    rest = scores - base
    trees = []
    for _ in range(ROUNDS):
        model = DecisionTreeRegressor(
            max_leaf_nodes=LEAVES,
            min_samples_leaf=min(FEWEST, max(1, len(scores) // 4)),
            monotonic_cst=list(STANDING.values()),
            random_state=0,
        ).fit(whole, rest, sample_weight=weights)
        rest = rest - RATE * model.predict(whole)
        trees.append(_tree(model.tree_))
    usual = tuple(float(f"{value:.6g}") for value in np.median(whole, axis=0))
    return Level(round(base, 4), usual, tuple(trees))


def _tree(nodes: object) -> Tree:
    at = {
        name: getattr(nodes, name)
        for name in ("feature", "threshold", "children_left", "children_right", "value")
    }
    leaves = at["children_left"] < 0
    return Tree(
        feature=tuple(int(f) for f in np.where(leaves, -1, at["feature"])),
        threshold=tuple(float(f"{t:.9g}") for t in np.where(leaves, 0.0, at["threshold"])),
        left=tuple(int(i) for i in at["children_left"]),
        right=tuple(int(i) for i in at["children_right"]),
        value=tuple(round(float(RATE * v), 5) for v in at["value"].ravel()),
    )
