"""Fit a calibration, and see every question through a fit that never saw it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grading.engine.calibration import Fitted
from grading.engine.company import COMPANY, both_looks, company
from grading.engine.entailment import EVIDENCE
from grading.engine.features import FEATURES
from grading.engine.first import FirstLook
from grading.engine.fitting.boost import fit_level
from grading.engine.fitting.grow import fit_first
from grading.engine.fitting.logistic import fit_logistic
from grading.engine.fitting.ridge import fit_ridge
from grading.engine.fitting.samples import Sample
from grading.engine.fitting.table import UNKNOWN, Table
from grading.engine.forest import forest_data
from grading.engine.logistic import Logistic
from grading.engine.score import spread_of
from grading.engine.standing import STANDING, standing
from grading.engine.trees import Level, level_data
from grading.engine.verdict import STATES

HEAD_STRENGTH = 200.0
PARTS = 16
COVERAGE = 0.9
# Other topics' answers are the gate's business: at full weight they teach every point to doubt
# what is said in other words.
GENERATED_WEIGHT, ELSEWHERE_WEIGHT = 0.5, 0.1
# Who writes with the rubric's points at hand says them one by one; candidates do not.
BLIND_WEIGHT = 2.0
ENOUGH_BLIND = 300


@dataclass(frozen=True)
class Fit:
    """A calibration's data, with the probabilities and levels of each row's held-out fit.

    `held_out` has a calibration for each question, fitted without it and the few that were left
    out beside it; its probabilities are in `probabilities`, computed with the head's held-out
    predictions too.
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
    # of an unknown state the row counts nothing, so that it does not matter what stands for it
    targets = np.eye(len(STATES))[table.states]
    parts = _parts(table.questions)
    groups = np.array([parts[q] for q in table.questions])
    head = fit_ridge(table.pairs, targets, groups, HEAD_STRENGTH, weights)
    rows = np.c_[table.values, head.held_out]
    whole = fit_first(rows, table.states, weights)
    probabilities = np.zeros((len(rows), len(STATES)))
    found = {}
    for part in np.unique(groups):
        outside = groups != part
        found[part] = fit_first(rows[outside], table.states[outside], weights[outside], whole)
        probabilities[~outside] = found[part].of(rows[~outside])
    say(f"states in {len(found)} parts")
    beside, seconds = _beside(table, probabilities), {}
    together = beside.any(axis=1)
    counted = weights * together
    again = fit_logistic(beside, table.states, counted, None)
    for part in found:
        outside = groups != part
        seconds[part] = fit_logistic(
            beside[outside], table.states[outside], counted[outside], again
        )
        inside = ~outside & together
        probabilities[inside] = both_looks(probabilities[inside], seconds[part].of(beside[inside]))
    say("a second look")
    answers = _answers(table, probabilities)
    wholes, score = answers.standings, answers.scores
    count = answers.weights
    of = np.array([parts[q] for q in answers.questions])
    levels = {
        part: fit_level(wholes[of != part], score[of != part], count[of != part]) for part in found
    }
    bent = np.array([levels[part].of(row) for part, row in zip(of, wholes, strict=True)])
    say("levels")
    ratios = np.abs(bent - score) / answers.spreads
    told = answers.like_candidates()
    fits = {
        part: Fitted(
            name,
            encoder,
            head.weights,
            own,
            levels[part],
            _reach(ratios[told & (of != part)]),
            second=seconds[part],
        )
        for part, own in found.items()
    }
    held_out = {question: fits[part] for question, part in parts.items()}
    level = fit_level(wholes, score, count)
    data = _data(name, encoder, whole, again, head.weights, level, _reach(ratios[told]))
    if entailment is not None:
        data |= {"entailment": entailment, "features": [*FEATURES, *EVIDENCE]}
    return Fit(data, probabilities, held_out)


def _beside(table: Table, probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each point's row in the company of its answer's others; alone it has nothing to learn from."""
    rows = np.zeros((len(probabilities), len(COMPANY)))
    for own in table.reads:
        if own.rows.stop - own.rows.start > 1:
            rows[own.rows] = company(probabilities[own.rows])
    return rows


def _parts(questions: NDArray[np.str_]) -> dict[str, int]:
    """The part in which each question is left out; a few questions leave together to save time."""
    return {str(question): i % PARTS for i, question in enumerate(np.unique(questions))}


def weigh_rows(table: Table) -> NDArray[np.float64]:
    """What each row counts in a fit: people's labels fully, generated negatives less."""
    weights = np.ones(len(table.states))
    for own in table.reads:
        weights[own.rows] = _weight(own.sample)
    weights[table.states == UNKNOWN] = 0.0
    return weights


def _weight(sample: Sample) -> float:
    if sample.kind.startswith("made-elsewhere"):
        return ELSEWHERE_WEIGHT
    if sample.generated:
        return GENERATED_WEIGHT
    return BLIND_WEIGHT if sample.blind else 1.0


@dataclass(frozen=True)
class _Answers:
    """Standing, score, spread, question and weight of every answer whose points are all known."""

    standings: NDArray[np.float64]
    scores: NDArray[np.float64]
    spreads: NDArray[np.float64]
    questions: NDArray[np.str_]
    weights: NDArray[np.float64]
    people: NDArray[np.bool_]
    blind: NDArray[np.bool_]

    def like_candidates(self) -> NDArray[np.bool_]:
        """Those that intervals are measured on: blind ones, where there are enough of them."""
        return self.blind if self.blind.sum() >= ENOUGH_BLIND else self.people


def _answers(table: Table, probabilities: NDArray[np.float64]) -> _Answers:
    own = [r for r in table.reads if r.sample.whole]
    points = [[p.point for p in r.prepared.points] for r in own]
    rows = [probabilities[r.rows] for r in own]
    return _Answers(
        np.stack([standing(p, row, r.topic) for p, row, r in zip(points, rows, own, strict=True)]),
        np.array([r.sample.score for r in own]),
        np.array([spread_of(p, row) for p, row in zip(points, rows, strict=True)]),
        np.array([r.sample.question for r in own]),
        np.array([_weight(r.sample) for r in own]),
        np.array([not r.sample.generated for r in own]),
        np.array([r.sample.blind for r in own]),
    )


def _reach(ratios: NDArray[np.float64]) -> float:
    """The conformal quantile: intervals this many spreads wide hold people's score often enough."""
    rank = min(1.0, np.ceil((len(ratios) + 1) * COVERAGE) / len(ratios))
    return float(np.quantile(ratios, rank))


def _data(
    name: str,
    encoder: str,
    first: FirstLook,
    again: Logistic,
    head: NDArray[np.float64],
    level: Level,
    reach: float,
) -> dict[str, Any]:
    """The calibration as it is written: numbers rounded to what they are worth."""
    return {
        "id": name,
        "encoder": encoder,
        "features": list(FEATURES),
        "states": list(STATES),
        **_numbers(first.logistic),
        "forest": forest_data(first.forest) if first.forest else None,
        "second": _numbers(again),
        "standing": list(STANDING),
        "level": level_data(level),
        "interval": {"coverage": COVERAGE, "quantile": round(reach, 4)},
        "head": [_rounded(row, 4) for row in head.T],
    }


def _numbers(model: Logistic) -> dict[str, Any]:
    return {
        "mean": _rounded(model.mean),
        "scale": _rounded(model.scale),
        "weights": [_rounded(row) for row in model.weights],
        "bias": _rounded(model.bias),
    }


def _rounded(values: NDArray[np.float64], digits: int = 6) -> list[float]:
    return [float(f"{value:.{digits}g}") for value in values]
