"""A second look at each point, in the company of the answer's other points.

One who has the other points right has most likely said this one too, in words that the first look did
not know; where the others are turned round, what sounds right here seldom is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grading.engine.logistic import Logistic
from grading.engine.score import CONTRADICTED, credit_of

COMPANY = (
    "said", "partly", "not_said", "contradicted", "mean_credit", "best_credit", "least_credit",
    "mean_contradicted", "most_contradicted", "said_among_good", "contradicted_among_bad",
)  # fmt: skip
LEAST = 1e-4


def look_again(model: Logistic, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities of one answer's points, (points, 4), from those of the first look.

    The model's columns are `COMPANY`; a point that is alone keeps its first look.
    """
    return rows if len(rows) < 2 else both_looks(rows, model.of(company(rows)))


def both_looks(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of both: by the second alone a plain slip in a good answer would pass for right."""
    return (first + second) / 2


def company(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The numbers of `COMPANY` for one answer's points, at least two: (points, 11).

    Logarithms of the point's own probabilities, then what the others earn and how far they are
    contradicted.
    """
    credit = np.array([credit_of(row) for row in rows])
    denied = rows[:, CONTRADICTED]
    found = []
    for place, row in enumerate(rows):
        earned, turned = np.delete(credit, place), np.delete(denied, place)
        found.append(
            [
                *np.log(np.maximum(row, LEAST)),
                earned.mean(),
                earned.max(),
                earned.min(),
                turned.mean(),
                turned.max(),
                earned.mean() * row[0],
                turned.mean() * row[CONTRADICTED],
            ]
        )
    return np.array(found)
