"""Two windows' vectors set against a point's: what a linear head can learn about contradiction."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grading.engine.encoder import FloatMatrix
from grading.engine.prepared import PreparedRubric
from grading.engine.similarity import Nearness


def pair_rows(
    prepared: PreparedRubric, near: Nearness, rows: FloatMatrix
) -> tuple[NDArray[np.float32], list[int]]:
    """For each point, products and differences of both windows with the nearest right and wrong version.

    The length is eight times the vector's; scaled so that every part has about unit spread. Beside
    them, which wrong version the worst window is nearest to: -1 where none was written.
    """
    found = []
    wrong = [-1] * len(prepared.points)
    for windows in (near.best, near.worst):
        right_rows = np.empty((len(windows), rows.shape[1]), dtype=np.float32)
        wrong_rows = np.zeros_like(right_rows)
        for i, (point, window) in enumerate(zip(prepared.points, windows, strict=True)):
            likeness = near.table[window]
            right_rows[i] = prepared.rows[point.right[likeness[point.right].argmax()]]
            if len(point.wrong):
                wrong[i] = int(likeness[point.wrong].argmax())
                wrong_rows[i] = prepared.rows[point.wrong[wrong[i]]]
        own = rows[windows]
        size = np.float32(rows.shape[1] ** 0.5)
        found += [size * own * right_rows, np.abs(own - right_rows), size * own * wrong_rows, own]
    return np.concatenate(found, axis=1), wrong
