"""From probabilities to states and a score."""

from __future__ import annotations

import numpy as np
import pytest

from grading.engine.rubric import Rubric
from grading.engine.score import raw_score, spread_of, state_of, states_of

SAID, PARTLY, SILENT, WRONG = np.eye(4)


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ([0.9, 0.05, 0.03, 0.02], "said"),
        ([0.1, 0.1, 0.7, 0.1], "not_said"),
        ([0.1, 0.1, 0.1, 0.7], "contradicted"),
        ([0.42, 0.2, 0.2, 0.18], "unsure"),
        ([0.48, 0.02, 0.05, 0.45], "unsure"),
    ],
)
def test_it_stays_unsure_between_two_states(row: list[float], state: str) -> None:
    assert state_of(np.array(row)) == state


@pytest.mark.parametrize(
    ("likely", "others", "state"),
    [
        (0.7, [SAID, SAID], "unsure"),
        (0.85, [SAID, SAID], "contradicted"),
        (0.7, [SAID, SILENT, WRONG], "contradicted"),
        (0.7, [], "contradicted"),
    ],
)
def test_it_accuses_a_good_answer_only_of_what_is_plain(
    likely: float, others: list[np.ndarray], state: str
) -> None:
    row = likely * WRONG + (1 - likely) * SAID
    assert states_of(np.stack([row, *others]))[0] == state


def test_it_orders_said_partly_silent_and_contradicted(rubric: Rubric) -> None:
    scores = [
        raw_score(rubric.points, np.stack([row, row])) for row in (SAID, PARTLY, SILENT, WRONG)
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 100


def test_it_caps_a_missing_required_point(rubric: Rubric) -> None:
    assert raw_score(rubric.points, np.stack([SILENT, SAID])) <= 60
    assert raw_score(rubric.points, np.stack([SAID, SILENT])) == pytest.approx(60)


def test_it_is_less_certain_of_the_score_when_the_states_are_unclear(rubric: Rubric) -> None:
    unclear = np.full((2, 4), 0.25)
    assert spread_of(rubric.points, unclear) > spread_of(rubric.points, np.stack([SAID, SAID]))
