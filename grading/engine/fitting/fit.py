"""Fit a calibration, and see every question through a fit that never saw it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from grading.engine.calibration import Fitted, softmax
from grading.engine.entailment import EVIDENCE
from grading.engine.features import FEATURES
from grading.engine.fitting.ridge import fit_ridge
from grading.engine.fitting.table import Table
from grading.engine.score import raw_score, spread_of
from grading.engine.verdict import STATES

HEAD_STRENGTH = 200.0
LOOSENESS = 0.2
KNOTS = 9
COVERAGE = 0.9
# Other topics' answers are the gate's business: at full weight they teach every point to doubt
# what is said in other words.
GENERATED_WEIGHT, ELSEWHERE_WEIGHT = 0.5, 0.1


@dataclass(frozen=True)
class Fit:
    """A calibration's data, with the probabilities and levels of each row's held-out fit.

    `held_out` has one calibration for each question, fitted without it; its probabilities are in
    `probabilities`, computed with the head's held-out predictions too.
    """

    data: dict[str, Any]
    probabilities: NDArray[np.float64]
    held_out: dict[str, Fitted] = field(repr=False)


def fit_calibration(
    table: Table,
    encoder: str,
    name: str,
    say: Callable[[str], None] = lambda _: None,
    entailment: str | None = None,
) -> Fit:
    """Head, states, level and interval; `say` is told of the progress."""
    say(f"head on {len(table.pairs)} rows")
    weights = weigh_rows(table)
    targets = np.eye(len(STATES))[table.states]
    head = fit_ridge(table.pairs, targets, table.questions, HEAD_STRENGTH, weights)
    rows = np.c_[table.values, head.held_out]
    whole = _states(rows, table.states, weights, None)
    probabilities = np.zeros((len(rows), len(STATES)))
    parts = {}
    for i, question in enumerate(np.unique(table.questions)):
        outside = table.questions != question
        parts[str(question)] = _states(
            rows[outside], table.states[outside], weights[outside], whole
        )
        probabilities[~outside] = _apply(parts[str(question)], rows[~outside])
        if i % 20 == 0:
            say(f"states without {question}")
    raw, score, spread, of = _levels(table, probabilities)
    levels = {q: _level(raw[of != q], score[of != q]) for q in parts}
    bent = np.array([np.interp(r, *levels[q]) for q, r in zip(of, raw, strict=True)])
    ratios = np.abs(bent - score) / spread
    held_out = {
        q: _fitted(name, encoder, part, head.weights, levels[q], _reach(ratios[of != q]))
        for q, part in parts.items()
    }
    reach = _reach(ratios)
    data = _data(name, encoder, whole, head.weights, _level(raw, score), reach)
    if entailment is not None:
        data |= {"entailment": entailment, "features": [*FEATURES, *EVIDENCE]}
    return Fit(data, probabilities, held_out)


def weigh_rows(table: Table) -> NDArray[np.float64]:
    """What each row counts in a fit: people's labels fully, generated negatives less."""
    weights = np.ones(len(table.states))
    for own in table.reads:
        if own.sample.kind.startswith("made-elsewhere"):
            weights[own.rows] = ELSEWHERE_WEIGHT
        elif own.sample.generated:
            weights[own.rows] = GENERATED_WEIGHT
    return weights


@dataclass(frozen=True)
class _States:
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]


def _states(
    rows: NDArray[np.float64],
    states: NDArray[np.intp],
    weights: NDArray[np.float64],
    start: _States | None,
) -> _States:
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    if start is not None:
        mean, scale = start.mean, start.scale
    # From the whole fit a loose tolerance would stop at once, and what was left out would show.
    tolerance = 1e-5 if start is None else 1e-4
    model = LogisticRegression(
        C=LOOSENESS, max_iter=1000, tol=tolerance, warm_start=start is not None
    )
    if start is not None:
        model.coef_, model.intercept_ = start.weights.copy(), start.bias.copy()
    model.fit(np.clip((rows - mean) / scale, -4, 4), states, sample_weight=weights)
    return _States(mean, scale, model.coef_, model.intercept_)


def _apply(part: _States, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return softmax(np.clip((rows - part.mean) / part.scale, -4, 4) @ part.weights.T + part.bias)


def _levels(
    table: Table, probabilities: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.str_]]:
    """Raw score, people's score, spread and question of every answer that people labelled."""
    own = [r for r in table.reads if not r.sample.generated]
    points = [[p.point for p in r.prepared.points] for r in own]
    raw = [raw_score(p, probabilities[r.rows]) for p, r in zip(points, own, strict=True)]
    spread = [spread_of(p, probabilities[r.rows]) for p, r in zip(points, own, strict=True)]
    return (
        np.array(raw),
        np.array([r.sample.score for r in own]),
        np.array(spread),
        np.array([r.sample.question for r in own]),
    )


def _level(
    raw: NDArray[np.float64], score: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A rising broken line from raw score to people's score, with few knots so that it stays smooth."""
    order = np.argsort(raw, kind="stable")
    groups = np.array_split(order, KNOTS)
    at = np.array([raw[g].mean() for g in groups])
    mean = IsotonicRegression().fit_transform(at, [score[g].mean() for g in groups])
    low, high = float(raw.min()), float(raw.max())
    knots: NDArray[np.float64] = np.r_[min(low, at[0] - 1), at, max(high, at[-1] + 1)]
    heights: NDArray[np.float64] = np.r_[0.0, mean, max(98.0, float(mean[-1]))]
    return knots.round(2), heights.round(2)


def _reach(ratios: NDArray[np.float64]) -> float:
    """The conformal quantile: intervals this many spreads wide hold people's score often enough."""
    rank = min(1.0, np.ceil((len(ratios) + 1) * COVERAGE) / len(ratios))
    return float(np.quantile(ratios, rank))


def _fitted(
    name: str,
    encoder: str,
    part: _States,
    head: NDArray[np.float64],
    level: tuple[NDArray[np.float64], NDArray[np.float64]],
    reach: float,
) -> Fitted:
    return Fitted(name, encoder, head, part.mean, part.scale, part.weights, part.bias, level, reach)


def _data(
    name: str,
    encoder: str,
    part: _States,
    head: NDArray[np.float64],
    level: tuple[NDArray[np.float64], NDArray[np.float64]],
    reach: float,
) -> dict[str, Any]:
    """The calibration as it is written: numbers rounded to what they are worth."""
    return {
        "id": name,
        "encoder": encoder,
        "features": list(FEATURES),
        "states": list(STATES),
        "mean": _rounded(part.mean),
        "scale": _rounded(part.scale),
        "weights": [_rounded(row) for row in part.weights],
        "bias": _rounded(part.bias),
        "level": {"raw": level[0].tolist(), "score": level[1].tolist()},
        "interval": {"coverage": COVERAGE, "quantile": round(reach, 4)},
        "head": [_rounded(row, 4) for row in head.T],
    }


def _rounded(values: NDArray[np.float64], digits: int = 6) -> list[float]:
    return [float(f"{value:.{digits}g}") for value in values]
