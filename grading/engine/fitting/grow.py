"""Growing the forest of the states with scikit-learn's histogram boosting, beside the logistic model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from grading.engine.first import FirstLook
from grading.engine.fitting.logistic import fit_logistic
from grading.engine.fitting.table import UNKNOWN
from grading.engine.forest import LEAF, Forest, gather_forest
from grading.engine.verdict import STATES

ROUNDS, RATE, LEAVES, FEWEST, DAMPING = 250, 0.06, 8, 40, 5.0


def fit_first(
    rows: NDArray[np.float64],
    states: NDArray[np.intp],
    weights: NDArray[np.float64],
    start: FirstLook | None = None,
) -> FirstLook:
    """Both models of the first look; `start` is the whole fit that this one leaves a part out of."""
    logistic = fit_logistic(rows, states, weights, start.logistic if start else None)
    return FirstLook(logistic, grow_forest(rows, states, weights))


def grow_forest(
    rows: NDArray[np.float64], states: NDArray[np.intp], weights: NDArray[np.float64]
) -> Forest | None:
    """Boosted trees on the rows whose state is known; None where some state never occurs."""
    known = (states != UNKNOWN) & (weights > 0)
    if len(np.unique(states[known])) < len(STATES):
        return None
    model = HistGradientBoostingClassifier(
        max_iter=ROUNDS,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=FEWEST,
        l2_regularization=DAMPING,
        early_stopping=False,
        random_state=0,
    ).fit(rows[known], states[known], sample_weight=weights[known])
    # There is no public way to the trees; a test holds that they say what the model says.
    trees = [_columns(tree.nodes) for own in model._predictors for tree in own]
    return gather_forest([float(f"{b:.6g}") for b in model._baseline_prediction.ravel()], trees)


def _columns(nodes: NDArray[np.void]) -> list[list[float]]:
    leaf = nodes["is_leaf"].astype(bool)
    return [
        np.where(leaf, LEAF, nodes["feature_idx"].astype(np.intp)).tolist(),
        [float(f"{t:.9g}") for t in np.where(leaf, 0.0, nodes["num_threshold"])],
        np.where(leaf, LEAF, nodes["left"].astype(np.intp)).tolist(),
        np.where(leaf, LEAF, nodes["right"].astype(np.intp)).tolist(),
        [round(float(v), 5) for v in np.where(leaf, nodes["value"], 0.0)],
    ]
