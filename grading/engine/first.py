"""The first look at a point: a sum of its features, and trees that know what features mean together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.forest import Forest
from grading.engine.logistic import Logistic


@dataclass(frozen=True)
class FirstLook:
    """The mean of both models' probabilities; where no forest was grown, the logistic model alone."""

    logistic: Logistic
    forest: Forest | None = None

    def of(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of said, partly, not said, contradicted for each row."""
        found = self.logistic.of(rows)
        return found if self.forest is None else (found + self.forest.of(rows)) / 2
