"""Answers that wait for a grade, and graders that are quick or broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grading import pipeline
from interview.accounts.models import User
from interview.practice.answer import Answer
from tests.factories import answer_of, make_question, make_session
from tests.fakes import AbsentGrader, KeywordGrader


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch) -> KeywordGrader:
    keyword = KeywordGrader()
    monkeypatch.setattr(pipeline, "the_grader", lambda: keyword)
    return keyword


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "the_grader", AbsentGrader)


@pytest.fixture
def submitted(alice: User) -> Callable[..., Answer]:
    """Submit a text as Alice; nothing is enqueued, since no transaction commits here."""

    def submit(text: str = "alpha and beta", **choice: object) -> Answer:
        make_question("Q1")
        session = make_session(alice, **choice)
        answer = answer_of(session)
        Answer.objects.filter(pk=answer.pk).update(draft=text)
        answer.submit()
        return answer

    return submit
