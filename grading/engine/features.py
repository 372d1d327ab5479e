"""Features of a point in an answer: what the calibration turns into probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.encoder import FloatMatrix
from grading.engine.prepared import PreparedPoint, PreparedRubric
from grading.engine.reading import Reading
from grading.engine.segment import Span

FEATURES = (
    "similarity", "relative", "second", "margin", "wrong_similarity", "wrong_margin",
    "recall", "window_recall", "term_recall", "wrong_recall", "prompt_similarity", "length",
)  # fmt: skip


@dataclass(frozen=True)
class Windowed:
    """An answer's windows with their vectors, row for row."""

    reading: Reading
    spans: tuple[Span, ...]
    units: tuple[frozenset[str], ...]
    rows: FloatMatrix


@dataclass(frozen=True)
class PointFeatures:
    """One point's features, and the windows that say it best and that contradict it most."""

    values: NDArray[np.float64]
    best: int
    worst: int
    wrong: int


def point_features(prepared: PreparedRubric, answer: Windowed) -> tuple[PointFeatures, ...]:
    """The features of every point of a rubric in one answer that has at least one window."""
    table = answer.rows @ prepared.rows.T
    everything = frozenset().union(*answer.units)
    length = float(np.log1p(len(answer.reading.units)))
    return tuple(_one(point, table, answer, everything, length) for point in prepared.points)


def _one(
    point: PreparedPoint,
    table: NDArray[np.float32],
    answer: Windowed,
    everything: frozenset[str],
    length: float,
) -> PointFeatures:
    positives = table[:, point.positives]
    right = positives.max(axis=1)
    best = int(right.argmax())
    negatives = table[:, point.negatives]
    if negatives.shape[1]:
        wrong = negatives.max(axis=1)
        lead = wrong - right
        worst = int((wrong + lead).argmax())
        which = int(negatives[worst].argmax())
    else:
        wrong, lead, worst, which = np.zeros_like(right), -right, best, -1
    similarity = float(right[best])
    values = {
        "similarity": similarity,
        "relative": (similarity - point.floor) / (point.ceiling - point.floor),
        "second": float(np.sort(positives.max(axis=0))[-2])
        if positives.shape[1] > 1
        else similarity,
        "margin": float(right[best] - wrong[best]),
        "wrong_similarity": float(wrong.max()),
        "wrong_margin": float(lead[worst]),
        "recall": _recall(point.units, everything),
        "window_recall": max(_recall(point.units, units) for units in answer.units),
        "term_recall": _recall({u: w for u, w in point.units.items() if u[0] == "="}, everything),
        "wrong_recall": max(
            (_recall(units, everything) for units in point.wrong_units), default=0.0
        ),
        "prompt_similarity": float(table[best, 0]),
        "length": length,
    }
    return PointFeatures(np.array([values[name] for name in FEATURES]), best, worst, which)


def _recall(weights: Mapping[str, float], units: frozenset[str]) -> float:
    whole = sum(weights.values())
    return (
        sum(weight for unit, weight in weights.items() if unit in units) / whole if whole else 0.0
    )
