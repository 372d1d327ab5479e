"""The glossary: one term under many spellings."""

from __future__ import annotations

import pytest

from grading.engine.glossary import Glossary, parse_glossary
from grading.engine.reading import read


def terms(text: str, glossary: Glossary) -> list[str]:
    return [hit.term for hit in read(text, glossary).hits]


def test_it_holds_seven_hundred_terms_and_more(glossary: Glossary) -> None:
    assert len(glossary.terms) >= 700
    assert len(glossary.opposites) >= 80


@pytest.mark.parametrize(
    "text", ["recall을 봐요", "재현율을 봐요", "리콜을 봐요", "We look at TPR.", "sensitivity"]
)
def test_it_joins_spellings_of_one_term(text: str, glossary: Glossary) -> None:
    assert terms(text, glossary) == ["recall"]


@pytest.mark.parametrize(
    "text", ["교차 검증", "교차검증", "k-fold CV", "K fold", "Cross-Validation"]
)
def test_it_reads_past_spaces_hyphens_and_case(text: str, glossary: Glossary) -> None:
    assert set(terms(text, glossary)) == {"cross-validation"}


def test_it_prefers_the_longest_term(glossary: Glossary) -> None:
    assert terms("분산 처리로 학습률 스케줄을", glossary) == [
        "distributed-system",
        "learning-rate-schedule",
    ]


def test_it_does_not_find_terms_inside_words(glossary: Glossary) -> None:
    assert terms("the adamant recaller", glossary) == []


def test_it_finds_terms_without_korean_spacing(glossary: Glossary) -> None:
    assert terms("학습률을너무크게잡으면발산하고", glossary) == ["learning-rate", "divergence"]


def test_it_refuses_a_spelling_of_two_terms() -> None:
    with pytest.raises(ValueError, match="belongs to"):
        parse_glossary(
            {"version": "t", "terms": {"one": {"en": ["same"]}, "two": {"en": ["same"]}}}
        )


def test_it_refuses_opposites_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="unknown"):
        parse_glossary({"version": "t", "terms": {"one": {}}, "opposites": [["one", "other"]]})
