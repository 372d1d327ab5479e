"""Fitting: held-out predictions never saw their own question."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grading.engine.fitting.ridge import fit_ridge
from grading.engine.fitting.samples import Sample, negatives
from grading.engine.fitting.short_answers import ShortAnswer, is_blank, read_set
from grading.engine.fitting.short_features import NAMES, short_features
from grading.engine.glossary import Glossary
from grading.engine.rubric import Rubric
from tests.engine.fake_encoder import TrigramEncoder


def test_it_predicts_a_group_as_a_fit_without_it_would() -> None:
    chance = np.random.default_rng(1)
    rows = chance.normal(size=(40, 6)).astype(np.float32)
    targets = chance.normal(size=(40, 2))
    groups = np.array([f"g{i % 5}" for i in range(40)])
    weights = chance.uniform(0.1, 1.0, size=40)
    held_out = fit_ridge(rows, targets, groups, 2.0, weights).held_out
    for group in np.unique(groups):
        own = groups == group
        without = fit_ridge(rows[~own], targets[~own], groups[~own], 2.0, weights[~own]).weights
        expected = np.c_[rows[own], np.ones(own.sum())] @ without
        assert np.allclose(held_out[own], expected, atol=1e-6)


def test_it_makes_negatives_out_of_the_bank(rubric: Rubric, glossary: Glossary) -> None:
    strong = Sample("x", "Z9", "en", "strong", "Caching cuts latency for popular items.", {}, 90)
    made = negatives({"T1": rubric}, [strong], glossary)
    assert {m.kind for m in made} == {"made-restated", "made-list", "made-elsewhere-0"}
    assert all(
        m.generated and m.score == 0 and set(m.states.values()) == {"not_said"} for m in made
    )


def test_it_reads_a_set_and_names_missing_columns(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tsv", tmp_path / "bad.tsv"
    good.write_text(
        "question_id\tquestion\treference\tanswer\tscore\tmax_score\n1\tq\tr\ta\t2\t5\n"
    )
    bad.write_text("question\tanswer\nq\ta\n")
    assert [(row.score, row.highest) for row in read_set(good)] == [(2.0, 5.0)]
    with pytest.raises(ValueError, match="columns"):
        read_set(bad)


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("No response.", True),
        ("", True),
        ("not answered", True),
        ("No.", True),
        ("No, it diverges", False),
    ],
)
def test_it_tells_a_blank_from_an_answer(text: str, blank: bool) -> None:
    assert is_blank(text) is blank


def test_it_adds_a_second_encoders_cosines_after_the_first_ones(glossary: Glossary) -> None:
    question, reference = "What does caching cut?", "Caching cuts latency."
    rows = [
        ShortAnswer("1", question, reference, answer, 0.0, 5.0, None)
        for answer in (reference, "Purple zebras juggle.", "")
    ]
    first, second = TrigramEncoder(), TrigramEncoder()
    plain, pairs = short_features(rows, first, glossary)
    both, same_pairs = short_features(rows, first, glossary, second)
    assert np.array_equal(both[:, : len(NAMES)], plain)
    assert np.array_equal(pairs, same_pairs)
    added = both[:, len(NAMES) :]
    assert added.shape == (3, 3)
    assert second.calls == 1
    assert added[0, :2] == pytest.approx([1.0, 1.0])
    assert added[1, :2].max() < 0.9
    assert np.isfinite(added).all()
