"""Scores that follow from states which people gave, by the engine's own arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.calibration import Calibration
from grading.engine.rubric import Point
from grading.engine.score import (
    GATE_CAPS,
    credit_of,
    dimension_scores,
    raw_score,
    spread_of,
)
from grading.engine.standing import standing
from grading.engine.verdict import STATES

EARNING = frozenset({"said", "partly"})


@dataclass(frozen=True)
class Judged:
    """What the machine said of one point, and what a person says instead, if anybody does."""

    point: Point
    probabilities: Mapping[str, float]
    person: str | None = None


@dataclass(frozen=True)
class Figures:
    score: float
    low: float
    high: float
    dimensions: Mapping[str, float]


def score_again(
    judged: Sequence[Judged],
    *,
    gates: Sequence[str],
    score: float,
    calibration: Calibration | None,
) -> Figures:
    """Return the figures with people's states in place of the machine's.

    `score` is what the machine gave. A gate that holds words to nothing opens once a person has
    found a point in them. Without the calibration that graded, the score moves by as much as the
    raw score does.
    """
    points = [one.point for one in judged]
    before = np.array([row_of(one.probabilities) for one in judged])
    after = np.array(
        [person_row(one.person) if one.person else row_of(one.probabilities) for one in judged]
    )
    heard = any(one.person in EARNING for one in judged)
    cap = 100.0 if heard else min((GATE_CAPS.get(gate, 100.0) for gate in gates), default=100.0)
    spread = spread_of(points, after)
    if calibration is None:
        moved = score + raw_score(points, after) - raw_score(points, before)
        found = min(cap, float(np.clip(moved, 0.0, 100.0)))
        low, high = max(0.0, found - 2 * spread), min(100.0, found + 2 * spread)
    else:
        moved = (
            score
            + calibration.level(standing(points, after, None))
            - calibration.level(standing(points, before, None))
        )
        found = min(cap, float(np.clip(moved, 0.0, 100.0)))
        low, high = calibration.interval(found, spread)
    credits = [credit_of(row) for row in after]
    return Figures(
        round(found, 1), round(low, 1), round(high, 1), dimension_scores(points, credits)
    )


def score_of_states(points: Sequence[Point], states: Mapping[str, str]) -> float:
    """Return the score out of 100 that states given by people come to."""
    rows = np.array([person_row(states[point.key]) for point in points])
    return round(float(np.clip(raw_score(points, rows), 0.0, 100.0)), 1)


def row_of(probabilities: Mapping[str, float]) -> NDArray[np.float64]:
    return np.array([float(probabilities.get(state, 0.0)) for state in STATES])


def person_row(state: str) -> NDArray[np.float64]:
    return np.array([float(state == one) for one in STATES])
