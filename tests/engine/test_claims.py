"""Claims: which way, of what, said by whom, denied or not; in both languages."""

from __future__ import annotations

import pytest

from grading.engine.agreement import agree
from grading.engine.glossary import Glossary
from grading.engine.reading import read
from grading.engine.stand import stand


def compare(first: str, second: str, glossary: Glossary) -> tuple[float, float, float, float]:
    ours, theirs = (stand(read(text, glossary).claims) for text in (first, second))
    return agree(ours, theirs, {}, glossary)


def signs(text: str, glossary: Glossary) -> dict[str, int]:
    return dict(stand(read(text, glossary).claims).signs)


@pytest.mark.parametrize(
    ("said", "point"),
    [
        ("배깅은 분산을 낮춥니다", "배깅은 분산을 줄인다"),
        ("Bagging lowers variance", "Bagging reduces the variance"),
        ("배깅은 variance를 줄여요", "Bagging reduces variance"),
    ],
)
def test_it_agrees_on_direction(said: str, point: str, glossary: Glossary) -> None:
    assert compare(said, point, glossary)[0] > 0


@pytest.mark.parametrize(
    ("said", "point"),
    [
        ("배깅은 분산을 높입니다", "배깅은 분산을 줄인다"),
        ("배깅은 분산을 줄이지 않습니다", "배깅은 분산을 줄인다"),
        ("Bagging increases variance", "Bagging reduces variance"),
        ("Bagging does not reduce variance", "Bagging reduces variance"),
        ("Boosting reduces variance", "Bagging reduces variance"),
    ],
)
def test_it_clashes_on_reversal_denial_and_swap(said: str, point: str, glossary: Glossary) -> None:
    assert compare(said, point, glossary)[0] < 0


def test_it_sees_a_term_paired_with_the_opposite_one(glossary: Glossary) -> None:
    assert compare("배깅은 편향을 줄인다", "배깅은 분산을 줄인다", glossary)[3] < 0


def test_it_carries_the_subject_into_the_next_clause(glossary: Glossary) -> None:
    claims = read("Bagging trains in parallel, and it lowers the error.", glossary).claims
    assert {c.subject for c in claims} == {"=bagging"}


@pytest.mark.parametrize(
    ("text", "denied", "affirmed"),
    [
        ("precision이 아니라 recall을 봐야 합니다", "=precision", "=recall"),
        ("Use recall, not precision", "=precision", "=recall"),
        ("Look at recall instead of precision", "=precision", "=recall"),
    ],
)
def test_it_scopes_not_y_but_x(text: str, denied: str, affirmed: str, glossary: Glossary) -> None:
    found = signs(text, glossary)
    assert (found[denied], found[affirmed]) == (-1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "테스트 데이터로 학습하면 안 됩니다",
        "테스트 데이터는 쓰지 마세요",
        "Avoid the test set",
        "No need for a test set",
    ],
)
def test_it_takes_advice_against_for_denial(text: str, glossary: Glossary) -> None:
    assert signs(text, glossary)["=test-set"] == -1


def test_it_undoes_a_denial_denied(glossary: Glossary) -> None:
    assert signs("이상치를 무시하면 안 됩니다", glossary)["=outlier"] == 1
