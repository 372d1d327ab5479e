"""Graded answers, and the people who look at them again."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from django.test import Client

from grading.models import Grade, TrainingRating
from grading.tasks import grade_answer
from interview.accounts.models import Role, User
from interview.practice.answer import Answer
from interview.practice.finishing import finish_session
from tests.factories import answer_of, make_question, make_session, make_user
from tests.fakes import KeywordGrader
from tests.grading.conftest import grader

__all__ = ["grader"]

GradedAnswer = Callable[..., Answer]
numbers = count(1)


@pytest.fixture
def reviewer(db: None) -> User:
    return make_rater("reviewer", role=Role.REVIEWER)


@pytest.fixture
def raters(db: None) -> list[User]:
    """Three people whose training is done."""
    return [make_rater(f"rater{n}") for n in range(3)]


@pytest.fixture
def graded(alice: User, grader: KeywordGrader) -> GradedAnswer:
    """Answer a question as Alice, or somebody else, and have the machine grade it."""

    def answer(text: str = "alpha and beta", *, key: str = "Q1", by: User | None = None) -> Answer:
        make_question(key)
        session = make_session(by or alice, minutes=10, topics=[key])
        row = answer_of(session)
        Answer.objects.filter(pk=row.pk).update(draft=text)
        row.refresh_from_db()
        row.submit()
        finish_session(session)
        grade_answer(row.pk)
        return row

    return answer


def make_rater(name: str, *, role: str = Role.GRADER) -> User:
    user = make_user(name, role=role)
    for number in range(6):
        TrainingRating.objects.create(
            rater=user, sample=f"sample-{number}", question="Q1", states={}, right=4, of=4
        )
    return user


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def grade_of(answer: Answer) -> Grade:
    return Grade.objects.newest_scored().get(answer=answer)
