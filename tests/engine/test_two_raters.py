"""The grader beside two raters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grading.engine.fitting.samples import Sample
from grading.engine.fitting.two_raters import measure_beside_two
from grading.engine.verdict import STATES, AnswerVerdict, PointVerdict, State

KEYS = ("a", "b")


def sample(name: str, score: float, *states: State) -> Sample:
    kind = "strong" if score > 60 else "partial" if score > 20 else "wrong"
    return Sample(name, "T1", "en", kind, name, dict(zip(KEYS, states, strict=True)), score)


def verdict(score: float, *states: State) -> AnswerVerdict:
    points = tuple(
        PointVerdict(key, state, 1.0, {s: float(s == state) for s in STATES}, ())
        for key, state in zip(KEYS, states, strict=True)
    )
    return AnswerVerdict(score, score - 5, score + 5, (), points, {}, "3", "fake", "none")


FIRST = [
    sample("best", 90, "said", "said"),
    sample("half", 40, "said", "not_said"),
    sample("none", 4, "contradicted", "not_said"),
]
SECOND = [replace(FIRST[0], score=80.0), *FIRST[1:]]
OURS = [
    verdict(85, "said", "said"),
    verdict(40, "said", "not_said"),
    verdict(10, "contradicted", "said"),
]


def test_it_compares_the_scores_with_the_mean_of_both() -> None:
    found = measure_beside_two(list(zip(FIRST, SECOND, strict=True)), OURS)
    assert found["grader_with_their_mean"]["rmse"] == pytest.approx(12**0.5, abs=1e-3)
    assert found["two_raters"] == {"spearman": 1.0, "rmse": 5.774, "kappa": 1.0}


def test_it_tells_with_which_of_the_two_it_agrees() -> None:
    other = [*SECOND[:2], replace(SECOND[2], states={"a": "contradicted", "b": "said"})]
    first, second = measure_beside_two(list(zip(FIRST, other, strict=True)), OURS)[
        "grader_with_each"
    ]["kappa"]
    assert first < second == 1.0
