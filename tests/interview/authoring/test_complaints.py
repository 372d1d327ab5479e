"""What is wrong with a file is said in the person's language, with its row, question and field."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pydantic import ValidationError

from interview.accounts.models import Role
from interview.authoring.complaints import SAID, complaints, told
from interview.authoring.formats import write_yaml
from interview.questions.schema import HANGUL, QuestionFile
from tests.factories import make_user, question_data
from tests.interview.coding.test_runs import SPEC

CODING = {"round": "coding", "coding": SPEC}
# what is put where, and what a Korean curator reads
WRONG: list[tuple[dict[str, Any], str, Any, str]] = [
    ({}, "model_answer", None, "model_answer: 이름이 붙은 항목들이 와야 합니다."),
    ({}, "minutes", "soon", "minutes: 정수가 와야 합니다."),
    ({}, "minutes", 8.5, "minutes: 정수가 와야 합니다."),
    ({}, "minutes", 999, "minutes: 60 이하여야 합니다."),
    ({}, "minutes", 1, "minutes: 3 이상이어야 합니다."),
    ({}, "level", "boss", "level: 다음 중 하나여야 합니다: junior, mid, senior."),
    ({}, "id", "q one", "id: A2.13이나 A2.13-2 같은 문항 키여야 합니다."),
    ({}, "id", "W1", "id는 주제(topic)로 시작해야 합니다."),
    ({}, "slug", "Not A Slug", "slug: 영문 소문자와 숫자, 그 사이의 하이픈 하나씩만 쓸 수 있습니다."),
    ({}, "slug", "x" * 61, "slug: 60자까지만 쓸 수 있습니다."),
    ({}, "hints", [], "hints: 2개 이상이어야 합니다. 지금은 0개입니다."),
    ({}, "hints", "none", "hints: 목록이 와야 합니다."),
    ({}, "prompt.en", "", "prompt.en: 비워 둘 수 없습니다."),
    ({}, "prompt.en", 5, "prompt.en: 글(문자열)이 와야 합니다."),
    ({}, "prompt.ko", "why?", "prompt: 한국어 글에 한글이 없습니다."),
    ({}, "prompt.en", "왜?", "prompt: 영어 글에 한글이 들어 있습니다."),
    ({}, "points.1.text.en", "", "points.2.text.en (beta): 비워 둘 수 없습니다."),
    ({}, "points.1.wieght", 2, "points.2.wieght (beta): 이런 이름의 항목은 없습니다."),
    ({}, "points.1.required", "perhaps", "points.2.required (beta): true나 false여야 합니다."),
    ({}, "points.1.id", "alpha", "채점 항목의 id가 겹칩니다: alpha."),
    ({}, "points.1.stage", "data", "모든 채점 항목에 단계를 쓰거나 모두 비워야 합니다."),
    ({}, "coding", SPEC, "코딩 라운드의 문항에만 코드(coding)가 있어야 합니다."),
    (CODING, "coding.tests.0.atol", -1, "coding.tests.1.atol: 0 이상이어야 합니다."),
    (CODING, "coding.tests.0.atol", "x", "coding.tests.1.atol: 숫자가 와야 합니다."),
    (CODING, "coding.tests.0.slower", 1, "coding.tests.1.slower: 1보다 커야 합니다."),
    (CODING, "coding.tests.1.id", "two", "coding: 테스트의 id가 겹칩니다."),
    (CODING, "coding.wrong.0.fails", ["no"], "coding: square: no(이)라는 테스트가 없습니다."),
]  # fmt: skip


def broken(place: str, value: Any, fields: dict[str, Any]) -> dict[str, Any]:
    document = deepcopy(question_data("Q1") | fields)
    node: Any = document
    *names, last = place.split(".")
    for name in names:
        node = node[int(name)] if isinstance(node, list) else node[name]
    node[last] = value
    return document


def refused(document: Any) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        QuestionFile.model_validate(document)
    return caught.value


@pytest.mark.parametrize(("fields", "place", "value", "words"), WRONG)
def test_it_says_it_in_korean(fields: dict[str, Any], place: str, value: Any, words: str) -> None:
    document = broken(place, value, fields)
    with override("ko"):
        assert told(refused(document), document) == [words]


def test_it_says_what_is_missing_and_from_how_many_on_it_only_counts() -> None:
    with override("ko"):
        lines = told(refused({"points": [{"id": "alpha"}] * 8}), {"points": [{"id": "alpha"}] * 8})
    assert lines[0] == "id: 값이 없습니다."
    assert len(lines) == 21
    assert lines[-1].startswith("그 밖에")


def test_it_never_shows_what_pydantic_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interview.authoring.complaints.SAID", {})
    with override("ko"):
        [complaint] = complaints(refused(broken("minutes", 999, {})), {})
    assert complaint.words == "이 자리에 맞지 않는 값입니다."
    assert SAID


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("some.csv", b"id,points.1,points.1.text.ko\nQ1,x,y\n", "points.1.text.ko: 다른 열이"),
        ("some.csv", b"id,points.1.text.ko,points.1\nQ1,x,y\n", "points.1: 다른 열이"),
        ("some.csv", b"id,coding\nQ1,{oops\n", "coding: JSON이 아닙니다."),
        ("some.csv", b"id,minutes\nQ1,soon\n", "minutes: 정수가 와야 합니다."),
        ("some.yaml", b"id: Q1\nminutes: soon\n", "minutes: 정수가 와야 합니다."),
    ],
)
def test_it_stands_in_the_page_by_row_and_question(
    db: None, name: str, content: bytes, words: str
) -> None:
    desk = Client()
    desk.force_login(make_user("curator", role=Role.CURATOR, language="ko"))
    file = SimpleUploadedFile(name, content)
    page = desk.post(reverse("curation-transfer"), {"file": file}, follow=True).content.decode()
    assert words in page
    assert '<td class="number">1</td>' in page
    assert '<th scope="row">Q1</th>' in page
    for english in ("Input should", "valid integer", "Field required", "Value error"):
        assert english not in page


def test_it_speaks_korean_in_the_editor_too(db: None) -> None:
    document = broken("id", "W1", {})
    with override("ko"):
        assert all(HANGUL.search(str(c)) for c in complaints(refused(document), document))
    assert write_yaml([document])
