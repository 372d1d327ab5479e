"""What was said on a call is judged at once, and told only when it is over."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grading.models import Critique, Grade
from grading.progress.export import export_of
from grading.progress.history import map_skills, map_topics
from grading.tasks import grade_answer
from interview.accounts.models import User
from interview.practice.answer import Answer, ClosedBy
from interview.practice.finishing import close_answer, finish_session
from tests.factories import answer_of, make_question, make_session
from tests.fakes import KeywordGrader

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(alice: User, grader: KeywordGrader) -> Answer:
    """A graded answer of a call that goes on: its second question is still open."""
    make_question("Q1")
    make_question("Q2")
    row = answer_of(make_session(alice, mode="real"))
    row.save_draft("alpha and beta", revision=0, now=timezone.now())
    close_answer(row, by=ClosedBy.CANDIDATE, now=timezone.now())
    grade_answer(row.pk)
    assert Grade.objects.get(answer=row).score == 50.0
    return row


def grades_told(user: User) -> int:
    return sum(len(entry["grades"]) for entry in export_of(user)["answers"])


def test_it_tells_nothing_while_the_call_goes_on(alice: User, told: Answer) -> None:
    Critique.objects.create(grade=Grade.objects.get(answer=told), language="en")
    assert map_skills(alice) == map_topics(alice, "en") == []
    assert grades_told(alice) == 0
    assert export_of(alice)["critiques"] == []


def test_it_tells_everything_afterwards(alice: User, told: Answer) -> None:
    finish_session(told.turn.session)
    assert [skill["score"] for skill in map_skills(alice)] == [50.0]
    assert [topic["score"] for topic in map_topics(alice, "en")] == [50.0]
    assert grades_told(alice) == 1


def test_it_takes_no_appeal_before(client: Client, told: Answer) -> None:
    grade = Grade.objects.get(answer=told)
    url = reverse("appeal", args=[grade.pk, grade.point_scores.first().point_id])
    assert client.get(url).status_code == 404
    finish_session(told.turn.session)
    assert client.get(url).status_code == 200
