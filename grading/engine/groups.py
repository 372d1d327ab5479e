"""Where each point's texts stand in a rubric's matrix: right, wrong, and both in the other language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

KINDS = 4


@dataclass(frozen=True)
class Groups:
    """Columns of windows × texts that belong together: points × `KINDS`, one after another.

    `written` says which hold any text, `starts` and `sizes` are of those that do.
    """

    written: NDArray[np.bool_]
    starts: NDArray[np.intp]
    sizes: NDArray[np.float32]
    firsts: NDArray[np.intp]

    def highest(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """The highest of each group: windows × points × `KINDS`."""
        return self._spread(np.maximum.reduceat(table, self.starts, axis=1))

    def mean(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """The mean of each group: windows × points × `KINDS`."""
        sums = np.add.reduceat(table, self.starts, axis=1)
        return self._spread((sums / self.sizes).astype(np.float32))

    def _spread(self, found: NDArray[np.float32]) -> NDArray[np.float32]:
        whole = np.zeros((len(found), *self.written.shape), dtype=np.float32)
        whole[:, self.written] = found
        return whole


def gather_groups(placed: Sequence[Sequence[NDArray[np.intp]]]) -> Groups:
    """The groups of points whose texts were given these rows, in order and without gaps."""
    written = np.array([[len(rows) > 0 for rows in own] for own in placed])
    groups = [rows for own in placed for rows in own if len(rows)]
    return Groups(
        written=written,
        starts=np.array([rows[0] for rows in groups], dtype=np.intp),
        sizes=np.array([len(rows) for rows in groups], dtype=np.float32),
        firsts=np.array([own[0][0] for own in placed], dtype=np.intp),
    )
