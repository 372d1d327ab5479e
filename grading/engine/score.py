"""From point probabilities to states, credit and a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from grading.engine.rubric import Point
from grading.engine.verdict import STATES, State

SURE = 0.45
LEAD = 0.10
PARTLY_CREDIT = 0.5
CONTRADICTION_COST = 0.7
REQUIRED_CAP = 60.0
LEAST_SPREAD = 2.0
CONTRADICTED = STATES.index("contradicted")
GATE_CAPS: Mapping[str, float] = {
    "empty": 0.0, "too_short": 6.0, "restated": 2.0, "stuffing": 2.0, "other_topic": 2.0,
}  # fmt: skip
GATE_REACH = 5.0
# In an answer that earns its other points on average by more than EARNED, a contradiction is told
# only from PLAIN on: of 75 below it 66 were none (docs/decisions/0083).
EARNED = 0.5
PLAIN = 0.8


def state_of(probabilities: NDArray[np.float64]) -> State:
    """The likeliest state, or *unsure* where nothing is likely enough or two are too close."""
    order = np.argsort(-probabilities, kind="stable")
    first, second = probabilities[order[0]], probabilities[order[1]]
    if first < SURE or first - second < LEAD:
        return "unsure"
    return STATES[int(order[0])]


def states_of(rows: NDArray[np.float64]) -> tuple[State, ...]:
    """The state of each of an answer's points, from the probabilities of all, (points, 4)."""
    credits = np.array([credit_of(row) for row in rows])
    return tuple(
        "unsure" if state_of(row) == "contradicted" and _is_doubtful(row, others) else state_of(row)
        for row, others in zip(rows, _without_each(credits), strict=True)
    )


def _is_doubtful(row: NDArray[np.float64], others: NDArray[np.float64]) -> bool:
    return len(others) > 0 and bool(others.mean() > EARNED and row[CONTRADICTED] < PLAIN)


def _without_each(values: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    return [np.delete(values, place) for place in range(len(values))]


def credit_of(probabilities: NDArray[np.float64]) -> float:
    """Expected credit: a point half said is half earned."""
    return float(probabilities[0] + PARTLY_CREDIT * probabilities[1])


def raw_score(points: Sequence[Point], rows: NDArray[np.float64]) -> float:
    """Weighted credit out of 100 before the level: contradictions cost, required points cap.

    Below zero where contradictions outweigh what was earned; the level takes that to nothing.
    """
    weights = np.array([point.weight for point in points])
    values = np.array([1.0, PARTLY_CREDIT, 0.0, -CONTRADICTION_COST])
    score = 100.0 * float(weights @ (rows @ values) / weights.sum())
    missing = [
        1.0 - float(row[0] + row[1]) for p, row in zip(points, rows, strict=True) if p.required
    ]
    if missing:
        score = min(score, 100.0 - (100.0 - REQUIRED_CAP) * max(missing))
    return score


def spread_of(points: Sequence[Point], rows: NDArray[np.float64]) -> float:
    """How uncertain the states leave the score, as a standard deviation of it."""
    weights = np.array([point.weight for point in points])
    values = np.array([1.0, PARTLY_CREDIT, 0.0, -CONTRADICTION_COST])
    variance = rows @ values**2 - (rows @ values) ** 2
    noise = 100.0 * float(np.sqrt((weights**2) @ np.clip(variance, 0, None)) / weights.sum())
    return LEAST_SPREAD + noise


def dimension_scores(points: Sequence[Point], credits: Sequence[float]) -> dict[str, float]:
    """Weighted credit out of 100 for every dimension the rubric has."""
    found: dict[str, float] = {}
    for name in sorted({point.dimension for point in points}):
        pairs = [(p.weight, c) for p, c in zip(points, credits, strict=True) if p.dimension == name]
        found[name] = round(100.0 * sum(w * c for w, c in pairs) / sum(w for w, _ in pairs), 1)
    return found
