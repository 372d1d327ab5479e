"""The multinomial logistic model of the four states, and from logits to probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Logistic:
    """Numbers on rows that are standardised by `mean` and `scale`, far outliers drawn in."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def of(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of said, partly, not said, contradicted for each row."""
        scaled = (rows - self.mean) / self.scale
        return softmax(np.clip(scaled, -4, 4) @ self.weights.T + self.bias)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of logits to rows of probabilities."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
