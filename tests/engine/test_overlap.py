"""Pieces: what texts share letter by letter and word by word, the rare weighing most."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine.catalogue import gather_catalogue
from grading.engine.features import FEATURES, point_features
from grading.engine.glossary import Glossary
from grading.engine.grader import Grader
from grading.engine.overlap import OVERLAP
from grading.engine.pieces import Pieces, letter_pieces, word_pieces
from grading.engine.reading import read
from grading.engine.rubric import Rubric


def shared(left: Pieces, right: Pieces) -> int:
    return len(np.intersect1d(left, right))


def test_it_cuts_letters_by_fours_whatever_case_and_spacing() -> None:
    assert len(letter_pieces("bias")) == len([" bia", "bias", "ias "])
    assert np.array_equal(letter_pieces("Bias  falls\n"), letter_pieces("bias falls"))
    assert shared(letter_pieces("정규화를"), letter_pieces("정규화가")) == 1
    assert len(letter_pieces("")) == 0


def test_it_tells_who_does_what_to_whom() -> None:
    said, swapped = word_pieces(["bagging", "lower", "variance"]), word_pieces(
        ["variance", "lower", "bagging"]
    )  # fmt: skip
    assert len(said) == len(swapped) == 6
    assert shared(said, swapped) == 3


def test_it_pairs_words_only_with_those_near_after_them() -> None:
    far = word_pieces(["a", "b", "c", "d", "e", "f"])
    assert shared(word_pieces(["a", "f"]), far) == 2
    assert shared(word_pieces(["a", "e"]), far) == 3
    assert len(word_pieces([])) == 0


TEXTS = ["variance falls", "bias falls", "편향이 줄어든다", ""]


@settings(deadline=None, max_examples=60)
@given(asked=st.lists(st.text(max_size=40), max_size=5))
def test_it_gives_cosines_for_any_text(asked: list[str]) -> None:
    catalogue = gather_catalogue([letter_pieces(text) for text in TEXTS])
    table = catalogue.nearness([letter_pieces(text) for text in asked])
    assert table.shape == (len(asked), len(TEXTS))
    assert np.all((table >= 0) & (table <= 1.0 + 1e-6))


def test_it_finds_each_text_nearest_to_itself_and_the_common_worth_little() -> None:
    catalogue = gather_catalogue([letter_pieces(text) for text in TEXTS])
    table = catalogue.nearness([letter_pieces(text) for text in TEXTS[:3]])
    assert table[[0, 1, 2], [0, 1, 2]] == pytest.approx(1.0)
    rare, common = catalogue.nearness([letter_pieces("variance"), letter_pieces("falls")])[:, 0]
    assert rare > common > 0


def test_it_meets_an_empty_catalogue() -> None:
    assert gather_catalogue([]).nearness([letter_pieces("bias")]).shape == (1, 0)


def features(grader: Grader, rubric: Rubric, text: str) -> dict[str, np.ndarray]:
    prepared = grader.prepare(rubric, "en")
    (answer,) = grader.windows([read(text, grader.glossary)])
    rows = np.stack([f.values for f in point_features(prepared, answer, grader.glossary)])
    return {name: rows[:, FEATURES.index(name)] for name in OVERLAP}


def test_it_sets_the_right_version_against_the_wrong_one(grader: Grader, rubric: Rubric) -> None:
    right = features(grader, rubric, "We say bagging reduces the variance by averaging models.")
    wrong = features(grader, rubric, "We say bagging is used to reduce the bias.")
    for kind in ("letters", "words"):
        assert right[f"{kind}_right"][0] > wrong[f"{kind}_right"][0]
        assert right[f"{kind}_most_lead"][0] < 0 < wrong[f"{kind}_most_lead"][0]


def test_it_hears_the_model_answer_beside_the_points(
    grader: Grader, rubric: Rubric, glossary: Glossary
) -> None:
    said = "Bootstrap samples decorrelate the learners."
    told = replace(rubric, model={"en": f"Start simple. {said}"})
    without, with_it = features(grader, rubric, said), features(grader, told, said)
    assert with_it["words_model_best"] == pytest.approx(1.0)
    assert np.all(without["words_model_best"] < 0.5)
    assert np.all(with_it["words_told"] != without["words_told"])
