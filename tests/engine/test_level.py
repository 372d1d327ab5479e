"""The level: from an answer's standing to what people would give."""

from __future__ import annotations

import json

import numpy as np
import pytest

from grading.engine.fitting.boost import fit_level
from grading.engine.rubric import Point
from grading.engine.standing import STANDING, standing
from grading.engine.topic import Topic
from grading.engine.trees import level_data, parse_level

POINTS = tuple(Point(key, "knowledge", 1, False, {"en": key}, {}, ()) for key in "ab")
HERE = Topic(shared=0.7, relative=3.0, prompt=0.4)


def rows(said: float, contradicted: float) -> np.ndarray:
    row = np.array([said, 0.0, 1.0 - said - contradicted, contradicted])
    return np.stack([row, row])


@pytest.fixture(scope="module")
def whole() -> np.ndarray:
    chance = np.random.default_rng(0)
    return np.stack(
        [
            standing(POINTS, rows(s, (1 - s) * c), HERE)
            for s, c in chance.uniform(size=(400, 2)).round(3)
        ]
    )


def test_it_never_falls_with_credit_nor_rises_with_contradiction(whole: np.ndarray) -> None:
    noise = np.random.default_rng(1).normal(scale=25, size=len(whole))
    level = fit_level(whole, np.clip(whole[:, 0] + noise, 0, 100))
    more = [level.of(standing(POINTS, rows(s, 0.0), HERE)) for s in np.linspace(0, 1, 21)]
    worse = [level.of(standing(POINTS, rows(0.0, c), HERE)) for c in np.linspace(0, 1, 21)]
    assert more == sorted(more)
    assert worse == sorted(worse, reverse=True)
    assert more[-1] > more[0] + 20


def test_it_follows_the_answers_that_weigh_more(whole: np.ndarray) -> None:
    twice = np.r_[whole, whole]
    scores = np.r_[np.full(len(whole), 20.0), np.full(len(whole), 80.0)]
    weights = np.r_[np.ones(len(whole)), np.full(len(whole), 3.0)]
    middle = standing(POINTS, rows(0.5, 0.0), HERE)
    assert fit_level(twice, scores).of(middle) == pytest.approx(50, abs=1)
    assert fit_level(twice, scores, weights).of(middle) == pytest.approx(65, abs=1)


def test_it_is_the_same_after_a_trip_through_its_file(whole: np.ndarray) -> None:
    level = fit_level(whole, whole[:, 0])
    again = parse_level(json.loads(json.dumps(level_data(level))))
    assert [again.of(row) for row in whole] == [level.of(row) for row in whole]


def test_it_takes_the_usual_for_what_it_is_not_told(whole: np.ndarray) -> None:
    level = fit_level(whole, whole[:, 0])
    unknown = standing(POINTS, rows(0.6, 0.1), None)
    assert len(unknown) == len(STANDING)
    assert level.of(unknown) == level.of(standing(POINTS, rows(0.6, 0.1), HERE))
