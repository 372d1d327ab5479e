"""The logistic model of the states, fitted whole and then again without parts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from grading.engine.fitting.table import UNKNOWN
from grading.engine.logistic import Logistic

LOOSENESS = 0.2


def fit_logistic(
    rows: NDArray[np.float64],
    states: NDArray[np.intp],
    weights: NDArray[np.float64],
    start: Logistic | None,
) -> Logistic:
    known = states != UNKNOWN
    rows, states, weights = rows[known], states[known], weights[known]
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    if start is not None:
        mean, scale = start.mean, start.scale
    # From the whole fit a loose tolerance would stop at once, and what was left out would show.
    tolerance = 1e-5 if start is None else 1e-4
    model = LogisticRegression(
        C=LOOSENESS, max_iter=1000, tol=tolerance, warm_start=start is not None
    )
    if start is not None:
        model.coef_, model.intercept_ = start.weights.copy(), start.bias.copy()
    model.fit(np.clip((rows - mean) / scale, -4, 4), states, sample_weight=weights)
    return Logistic(mean, scale, model.coef_, model.intercept_)
