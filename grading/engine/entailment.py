"""The port to an entailment model: does the quoted span say, leave open or deny the point?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grading.engine.features import PointFeatures
from grading.engine.prepared import PreparedRubric
from grading.engine.windowed import Windowed

EVIDENCE = (
    "entails_best", "neutral_best", "denies_best", "entails_worst", "neutral_worst", "denies_worst",
)  # fmt: skip
TRUST = 0.5
FLOOR = 0.02


class Entailment(Protocol):
    """Pairs of premise and hypothesis to probabilities of entailment, neutral, contradiction."""

    @property
    def id(self) -> str: ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]: ...


def span_pairs(
    prepared: PreparedRubric, answer: Windowed, features: Sequence[PointFeatures]
) -> list[tuple[str, str]]:
    """Two pairs for each point: its best and its worst window, each with the point's own text."""
    pairs = []
    for point, own in zip(prepared.points, features, strict=True):
        for window in (own.best, own.worst):
            span = answer.spans[window]
            pairs.append((answer.reading.text[span.start : span.end], point.text))
    return pairs


def weigh(rows: NDArray[np.float64], evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """State probabilities joined with evidence that the calibration was not fitted with.

    A cautious product of experts: the better of two entailments speaks for *said*, the stronger
    contradiction for *contradicted*, neutrality for *not said*, each at half its weight.
    """
    said = np.maximum(evidence[:, 0], evidence[:, 3])
    denied = np.maximum(evidence[:, 2], evidence[:, 5])
    open_ = np.minimum(evidence[:, 1], evidence[:, 4])
    partly = np.sqrt(np.maximum(said, FLOOR) * np.maximum(open_, FLOOR))
    spoken = np.stack([said, partly, open_, denied], axis=1)
    joined = rows * np.maximum(spoken, FLOOR) ** TRUST
    return np.asarray(joined / joined.sum(axis=1, keepdims=True))
