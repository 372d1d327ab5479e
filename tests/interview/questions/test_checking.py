"""The bank's rules: each breach is found and named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from interview.questions.checking import (
    Breach,
    check_answers,
    check_echoes,
    check_files,
    check_texts,
    check_weights,
)
from interview.questions.schema import LabelledAnswer, QuestionFile
from tests.factories import make_point, question_data

KINDS = [
    ("strong", "ko"),
    ("strong", "en"),
    ("partial", "ko"),
    ("vague", "en"),
    ("wrong", "en"),
    ("adversarial", "ko"),
]


def question(**fields: Any) -> QuestionFile:
    return QuestionFile.model_validate(question_data("T1", **fields))


def answers(**changes: Any) -> list[LabelledAnswer]:
    states = dict.fromkeys(("alpha", "beta", "gamma", "delta"), "said")
    return [
        LabelledAnswer.model_validate(
            {"id": f"T1-{kind}-{language}", "question": "T1", "language": language, "kind": kind,
             "text": "Some words.", "score": 50, "states": states} | changes
        )
        for kind, language in KINDS
    ]  # fmt: skip


def rules(breaches: Any) -> set[str]:
    return {breach.rule for breach in breaches}


def test_it_passes_a_sound_question() -> None:
    assert [*check_texts(question()), *check_weights(question())] == []
    assert list(check_answers(question(), answers())) == []


def test_it_finds_topics_without_a_question(tmp_path: Path) -> None:
    parts = (
        "phone_screen",
        "fundamentals",
        "design_patterns",
        "coding",
        "system_design_topics",
        "system_design_cases",
    )
    outline: dict[str, Any] = {part: [] for part in parts} | {
        "fundamentals": [{"id": "T1", "ko": "가", "en": "A"}, {"id": "T2", "ko": "나", "en": "B"}]
    }
    syllabus = tmp_path / "syllabus.yaml"
    syllabus.write_text(yaml.safe_dump(outline))
    breaches = check_files(syllabus, [question()], answers())
    assert breaches == [Breach("T2", "missing", "no question on B")]


def test_it_finds_a_text_said_twice() -> None:
    twice = [make_point(name) for name in ("alpha", "beta", "gamma", "delta")]
    twice[1]["contrasts"][0]["en"] = "You never  need alpha"
    assert rules(check_texts(question(points=twice))) == {"repeated"}


def test_it_finds_a_point_that_outweighs_the_rest() -> None:
    heavy = [
        make_point("alpha", weight=5),
        *(make_point(n, weight=1) for n in ("beta", "gamma", "delta")),
    ]
    assert rules(check_weights(question(points=heavy))) == {"weight"}


def test_it_finds_hints_that_get_cheaper() -> None:
    hints = [{"cost": 10, "ko": "힌트", "en": "Hint"}, {"cost": 5, "ko": "둘째", "en": "Second"}]
    assert rules(check_weights(question(hints=hints))) == {"hints"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"states": {"alpha": "said"}}, "states"),
        ({"twin": "T1-nobody"}, "twin"),
    ],
)
def test_it_finds_bad_labelled_answers(changes: dict[str, Any], rule: str) -> None:
    assert rules(check_answers(question(), answers(**changes))) == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "Well. I would look at alpha first. Yes.",
        "Well. I would look at the alpha first. Yes.",
        "Really, you never need alpha!",
    ],
)
def test_it_finds_sentences_that_the_rubric_says_in_nearly_the_same_words(text: str) -> None:
    english = answers(language="en", text=text)[:1]
    assert rules(check_echoes(question(), english)) == {"echo"}
    assert not list(check_echoes(question(), answers(language="ko", text=text)[:1]))


def test_it_lets_an_answer_say_the_same_in_other_words() -> None:
    english = answers(language="en", text="Alpha is where I'd begin.")[:1]
    assert not list(check_echoes(question(), english))


def test_it_finds_missing_kinds() -> None:
    assert rules(check_answers(question(), answers()[:3])) == {"labelled"}
