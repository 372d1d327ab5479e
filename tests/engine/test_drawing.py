"""What a whiteboard names: points by their own terms, and what nobody explained."""

from __future__ import annotations

import pytest

from grading.backends.load import GLOSSARY
from grading.engine.drawing import read_drawing
from grading.engine.glossary import load_glossary
from grading.learning import QUESTIONS
from grading.rubrics import rubric_from_file
from interview.models import read_question

CASE = rubric_from_file(read_question(next(QUESTIONS.glob("system_design/B4-*.yaml"))))
GLOSS = load_glossary(GLOSSARY)


@pytest.mark.parametrize("label", ["Two-tower", "투타워 모델"])
def test_it_names_the_point_that_a_component_is_about(label: str) -> None:
    drawn = read_drawing([label], CASE, [], GLOSS)
    assert drawn.points["two-tower-precomputed"] == (label,)
    assert "ab-on-retention-with-guardrails" not in drawn.points


def test_it_takes_no_word_of_the_topic_for_a_point() -> None:
    assert read_drawing(["동영상", "추천", "User"], CASE, [], GLOSS).points == {}


def test_it_tells_what_was_drawn_and_never_explained() -> None:
    said = ["후보는 투타워로 뽑습니다.", "The cache answers repeated requests."]
    labels = ["Two-tower", "Feature store", "캐시", "→"]
    assert read_drawing(labels, CASE, said, GLOSS).unexplained == ("Feature store",)


def test_it_takes_no_word_of_every_answer_for_an_explanation() -> None:
    said = [
        "사용자가 본 동영상으로 서버에서 모델을 돌립니다.",
        "The ranker scores what comes back.",
    ]
    labels = ["사용자 DB", "캐시 서버", "Ranker", "1,000"]
    assert read_drawing(labels, CASE, said, GLOSS).unexplained == ("사용자 DB", "캐시 서버")
    said += ["캐시에 한 시간 둡니다.", "이력은 DB에 있습니다."]
    assert read_drawing(labels, CASE, said, GLOSS).unexplained == ()
