"""Another topic is told by its nearness to other questions, never against a question's own answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grading.engine.grader import Grader
from grading.engine.rubric import Point, Rubric
from grading.engine.topic import (
    Background,
    Topic,
    gather_background,
    is_elsewhere,
    load_background,
    save_background,
)
from grading.engine.verdict import GradeItem
from tests.engine.fake_encoder import TrigramEncoder

OTHER = "A queue between services keeps orders safe while the warehouse is down."
OWN = "Bagging averages many models and so reduces variance. Boosting repairs earlier errors."


@pytest.fixture
def elsewhere() -> Rubric:
    point = Point("queue", "knowledge", 1, False, {"en": OTHER, "ko": OTHER}, {}, ())
    return Rubric("Z9", {"en": "How do you keep orders safe?"}, (point,))


@pytest.fixture
def background(rubric: Rubric, elsewhere: Rubric) -> Background:
    return gather_background({"T1": rubric, "Z9": elsewhere}, TrigramEncoder().encode)


def test_it_knows_how_near_another_question_is(background: Background) -> None:
    sentence = TrigramEncoder().encode([OTHER])
    assert background.nearest("T1", sentence) == pytest.approx(1.0, abs=0.02)
    assert background.nearest("Z9", sentence) < 0.8  # its own points do not count against it
    assert background.nearest("a new one", sentence) == background.nearest("T1", sentence)


def test_it_comes_back_from_its_file_under_its_encoder_only(
    background: Background, tmp_path: Path
) -> None:
    save_background(background, tmp_path / "one.npz", "trigrams")
    again = load_background(tmp_path, "trigrams")
    assert again is not None
    assert again.questions == background.questions
    assert np.array_equal(again.starts, background.starts)
    assert np.allclose(again.rows, background.rows, atol=0.01)
    assert load_background(tmp_path, "another") is None


def test_it_tells_an_answer_to_another_question(
    grader: Grader, rubric: Rubric, background: Background
) -> None:
    grader.background = background
    away, home = grader.grade([GradeItem(rubric, "en", OTHER), GradeItem(rubric, "en", OWN)])
    assert away.gates == ("other_topic",)
    assert home.gates == ()


def test_it_closes_only_where_there_is_something_to_withhold() -> None:
    away = Topic(shared=0.35, relative=2.0, prompt=0.3, lead=-0.2)
    assert is_elsewhere(away, earned=60.0)
    assert not is_elsewhere(away, earned=6.0)
    assert not is_elsewhere(replace(away, lead=0.1), earned=60.0)
    assert not is_elsewhere(replace(away, lead=float("inf")), earned=60.0)
