"""Two windows' vectors set against a point's: what a linear head can learn about contradiction."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grading.engine.encoder import FloatMatrix
from grading.engine.prepared import PreparedPoint


def pair_row(
    rows: FloatMatrix,
    point: PreparedPoint,
    best: NDArray[np.float32],
    worst: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Products and differences of both windows with the nearest right and wrong version.

    The length is eight times the vector's; scaled so that every part has about unit spread.
    """
    return np.concatenate([_against(rows, point, best), _against(rows, point, worst)])


def _against(
    rows: FloatMatrix, point: PreparedPoint, window: NDArray[np.float32]
) -> NDArray[np.float32]:
    right = rows[point.right]
    near = right[int((right @ window).argmax())]
    if len(point.wrong):
        wrong = rows[point.wrong]
        far = wrong[int((wrong @ window).argmax())]
    else:
        far = np.zeros_like(near)
    size = np.float32(len(window) ** 0.5)
    return np.concatenate(
        [size * window * near, np.abs(window - near), size * window * far, window]
    )
