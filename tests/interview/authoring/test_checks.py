"""Live checks: each says what is wrong, where, in the person's language."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from interview.authoring.checks import findings
from interview.authoring.shape import shaped
from interview.questions.schema import QuestionFile
from tests.factories import make_point, question_data


def said(**changes: Any) -> list[tuple[str, str]]:
    data = question_data("Q1") | changes
    return [(found.place, found.words) for found in findings(data | shaped(data))]


def test_it_finds_nothing_in_a_complete_question() -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"prompt": {"ko": "", "en": "Why?"}}, "prompt.ko", "Korean text is missing"),
        ({"prompt": {"ko": "why?", "en": "Why?"}}, "prompt.ko", "no Hangul"),
        ({"prompt": {"ko": "왜?", "en": "왜?"}}, "prompt.en", "holds Hangul"),
        ({"hints": []}, "hints", "two hints"),
        ({"points": [make_point("alpha")]}, "points", "four points"),
    ],
)
def test_it_says_what_is_missing(changes: dict[str, Any], place: str, words: str) -> None:
    assert any(where == place and words in what for where, what in said(**changes))


def points(**changes: Any) -> list[dict[str, Any]]:
    first = make_point("alpha", **changes)
    return [first, *(make_point(name) for name in ("beta", "gamma", "delta"))]


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"weight": 5}, "points.0", "over 40 %"),
        ({"contrasts": []}, "points.0.contrasts", "two wrong versions"),
        ({"phrasings": {"ko": ["하나"], "en": ["a", "b"]}}, "points.0.phrasings.ko", "in Korean"),
        (
            {
                "contrasts": [
                    make_point("x")["contrasts"][0] | {"en": "I would look at alpha first!"}
                ]
                * 2
            },
            "points.0.contrasts",
            "say the same",
        ),
        ({"text": {"ko": "beta은 중요하다.", "en": "x"}}, "points.1", "point 1"),
        (
            {"phrasings": {"ko": ["하나", "둘"], "en": ["same", "Same."]}},
            "points.0.phrasings",
            "the same",
        ),
    ],
)
def test_it_looks_at_each_point(changes: dict[str, Any], place: str, words: str) -> None:
    found = said(points=points(**changes))
    assert any(where == place and words in what for where, what in found), found


def test_it_speaks_korean() -> None:
    with translation.override("ko"):
        assert any("한글이 없" in what for _, what in said(prompt={"ko": "why?", "en": "Why?"}))


def test_it_lets_through_what_a_question_file_may_hold() -> None:
    data = question_data("Q1")
    assert QuestionFile.model_validate(data)
    assert findings(data | shaped(data)) == []
