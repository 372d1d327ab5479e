"""The shipped grader on answers that nothing was fitted on, written blind and rated by two raters."""

from __future__ import annotations

from pathlib import Path

import pytest

from grading.engine.fitting.two_raters import measure_beside_two
from grading.engine.verdict import GradeItem
from grading.learning import UNSEEN, blind_samples, twice_rated_samples
from tests.quality.conftest import Bench

EVERY = 4
UNTOUCHED = UNSEEN.parent / "untouched"


@pytest.mark.parametrize("folder", [UNSEEN, UNTOUCHED], ids=["unseen", "untouched"])
def test_it_orders_what_it_has_never_seen(bench: Bench, folder: Path) -> None:
    """Guards what is reached, well below people's agreement: docs/grading.md has all the numbers."""
    rated = twice_rated_samples(bench.rubrics, folder)
    chosen = set(sorted({first.question for first, _ in rated})[::EVERY])
    rated = [pair for pair in rated if pair[0].question in chosen]
    items = [GradeItem(bench.rubrics[s.question], s.language, s.text) for s, _ in rated]
    found = measure_beside_two(rated, bench.grader.grade(items))
    assert found["two_raters"]["spearman"] >= 0.95
    mean = found["grader_with_their_mean"]
    assert mean["spearman"] >= 0.75
    assert mean["order"]["right"] >= 0.92
    assert mean["kinds"]["wrong"]["mean"] <= 25
    assert mean["kinds"]["adversarial"]["mean"] <= 15


def test_it_keeps_what_is_measured_apart_from_what_is_fitted(bench: Bench) -> None:
    unseen = {(first.question, first.text) for first, _ in twice_rated_samples(bench.rubrics)}
    fitted = {(s.question, s.text) for s in blind_samples(bench.rubrics)}
    assert len(unseen) == 264
    untouched = {
        (first.question, first.text) for first, _ in twice_rated_samples(bench.rubrics, UNTOUCHED)
    }
    assert len(untouched) == 132
    assert {q for q, _ in untouched} <= {q for q, _ in unseen}
    assert not untouched & unseen
    assert not {question for question, _ in unseen} & {question for question, _ in fitted}
    assert all(len(bench.rubrics[question].points) for question, _ in unseen)
