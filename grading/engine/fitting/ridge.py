"""Weighted ridge regression with exact leave-one-group-out predictions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Ridge:
    """Weights with the bias as last row, and predictions for every row by a fit without its group."""

    weights: NDArray[np.float64]
    held_out: NDArray[np.float64]


def fit_ridge(
    rows: NDArray[np.float32],
    targets: NDArray[np.float64],
    groups: NDArray[np.str_],
    strength: float,
    weights: NDArray[np.float64],
) -> Ridge:
    """Fit once; the fit without a group follows from it by the Woodbury identity."""
    design = np.c_[rows.astype(np.float64), np.ones(len(rows))]
    root = np.sqrt(weights)[:, None]
    weighted, wanted = design * root, targets * root
    gram = weighted.T @ weighted
    gram[np.diag_indices(len(gram) - 1)] += strength
    inverse = np.linalg.inv(gram)
    found = inverse @ (weighted.T @ wanted)
    held_out = design @ found
    for group in np.unique(groups):
        inside = np.flatnonzero(groups == group)
        own = weighted[inside]
        reach = inverse @ own.T
        residual = wanted[inside] - own @ found
        shift = reach @ np.linalg.solve(np.eye(len(inside)) - own @ reach, residual)
        held_out[inside] = design[inside] @ (found - shift)
    return Ridge(found, held_out)
