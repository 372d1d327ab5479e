"""The forest of the states: the same numbers as the model that grew it, and through a file."""

from __future__ import annotations

import json

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from grading.engine.fitting import grow
from grading.engine.fitting.table import UNKNOWN
from grading.engine.forest import forest_data, parse_forest

CHANCE = np.random.default_rng(4)
ROWS = CHANCE.normal(size=(800, 5))
NEAR, DENIED = ROWS[:, 0] > 0, ROWS[:, 1] > 0
STATES = np.where(NEAR, np.where(DENIED, 3, 0), np.where(ROWS[:, 2] > 1, 1, 2))
WEIGHTS = CHANCE.uniform(0.5, 2.0, size=800)


def test_it_says_what_the_model_says_that_grew_it(monkeypatch) -> None:
    grown = []

    def kept(**options):
        grown.append(HistGradientBoostingClassifier(**options))
        return grown[0]

    monkeypatch.setattr(grow, "HistGradientBoostingClassifier", kept)
    forest = grow.grow_forest(ROWS, STATES, WEIGHTS)
    assert forest is not None
    assert np.allclose(forest.of(ROWS), grown[0].predict_proba(ROWS), atol=2e-3)


def test_it_is_the_same_out_of_a_file_and_row_by_row() -> None:
    forest = grow.grow_forest(ROWS, STATES, WEIGHTS)
    assert forest is not None
    read = parse_forest(json.loads(json.dumps(forest_data(forest))))
    whole = read.of(ROWS[:40])
    assert (whole == forest.of(ROWS[:40])).all()
    assert all((read.of(ROWS[[i]])[0] == whole[i]).all() for i in range(40))


def test_it_learns_what_two_features_mean_together() -> None:
    forest = grow.grow_forest(ROWS[:600], STATES[:600], WEIGHTS[:600])
    assert forest is not None
    assert (forest.of(ROWS[600:]).argmax(axis=1) == STATES[600:]).mean() > 0.9


def test_it_learns_nothing_from_unknown_states_and_needs_every_state() -> None:
    spoiled = np.r_[STATES, np.full(50, UNKNOWN)]
    rows, weights = np.r_[ROWS, ROWS[:50] + 3], np.r_[WEIGHTS, np.ones(50)]
    with_unknown = grow.grow_forest(rows, spoiled, weights)
    assert with_unknown is not None
    plain = grow.grow_forest(ROWS, STATES, WEIGHTS)
    assert plain is not None
    assert (with_unknown.of(ROWS) == plain.of(ROWS)).all()
    assert grow.grow_forest(ROWS, np.minimum(STATES, 2), WEIGHTS) is None
