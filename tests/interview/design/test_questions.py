"""Asking the interviewer: one row a question, answered from the case, never by this process."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interview.design.clarifying import ClarifyingQuestion, QuestionStatus, unasked_facts
from interview.practice.session import Session
from interview.signals import question_asked
from tests.factories import stage_of


def url(session: Session, name: str = "ask", stage: str = "requirements") -> str:
    return reverse(f"design-{name}", args=[session.pk, 1, stage])


@pytest.fixture
def entered(client: Client, case: Session) -> Session:
    client.get(url(case, "stage"))
    return case


def put(client: Client, session: Session, text: str) -> str:
    reply = client.post(url(session), {"question": text}, headers={"HX-Request": "true"})
    return reply.content.decode()


def test_it_notes_a_question_and_says_that_the_interviewer_thinks(
    client: Client, entered: Session, django_capture_on_commit_callbacks
) -> None:
    heard: list[int] = []

    def hear(question_id: int, **_: object) -> None:
        heard.append(question_id)

    question_asked.connect(hear)
    page = put(client, entered, "  How many   users? ")
    question_asked.disconnect(hear)
    question = ClarifyingQuestion.objects.get()
    assert (question.text, question.stage) == ("How many users?", "requirements")
    assert heard == [question.pk]
    assert "thinking" in page


def test_it_takes_the_same_question_once(client: Client, entered: Session) -> None:
    for _ in range(2):
        put(client, entered, "How many users?")
    assert ClarifyingQuestion.objects.count() == 1


def test_it_shows_the_reply_in_the_candidates_language(client: Client, entered: Session) -> None:
    put(client, entered, "How many users?")
    question = ClarifyingQuestion.objects.get()
    assert question.settle("scale", 0.9, timezone.now())
    assert not question.settle("", 0.1, timezone.now())  # a second worker came later
    page = client.get(url(entered, "questions")).content.decode()
    assert "Ten million." in page
    assert "every 3s" not in page


def test_it_says_honestly_when_there_is_nothing(client: Client, entered: Session) -> None:
    put(client, entered, "Who founded the company?")
    ClarifyingQuestion.objects.get().settle("", 0.2, timezone.now())
    page = client.get(url(entered, "questions")).content.decode()
    assert "I have nothing on that. State your assumption" in page


def test_it_gives_up_after_many_tries(client: Client, entered: Session) -> None:
    put(client, entered, "How many users?")
    question = ClarifyingQuestion.objects.get()
    for _ in range(12):
        question.try_again()
    question.refresh_from_db()
    assert question.status == QuestionStatus.UNHEARD
    assert "could not be reached" in client.get(url(entered, "questions")).content.decode()


@pytest.mark.parametrize(
    ("text", "message"), [("  ", "Write your question"), ("why " * 100, "300 characters")]
)
def test_it_refuses_with_a_reason(
    client: Client, entered: Session, text: str, message: str
) -> None:
    page = put(client, entered, text)
    assert message in page
    assert not ClarifyingQuestion.objects.exists()


def test_it_answers_so_many_and_no_more(client: Client, entered: Session, settings) -> None:
    settings.QUESTIONS_A_MINUTE = 2
    for number in range(3):
        page = put(client, entered, f"Question {number}?")
    assert "Too many questions" in page
    ClarifyingQuestion.objects.update(asked_at=timezone.now() - timedelta(minutes=5))
    settings.QUESTIONS_A_CASE = 2
    assert "last question" in put(client, entered, "One more?")
    assert ClarifyingQuestion.objects.count() == 2


def test_it_answers_only_while_the_clock_runs(client: Client, entered: Session) -> None:
    client.post(reverse("practice-pause", args=[entered.pk]))
    assert "while the clock runs" in put(client, entered, "How many users?")


def test_it_knows_which_good_questions_were_never_asked(client: Client, entered: Session) -> None:
    turn = stage_of(entered, "data").turn
    assert [fact["ask"] for fact in unasked_facts(turn)] == ["How many people use it?"]
    put(client, entered, "How many users?")
    ClarifyingQuestion.objects.get().settle("scale", 0.9, timezone.now())
    assert unasked_facts(turn) == []


def test_it_is_nobody_elses(outsider: Client, client: Client, entered: Session) -> None:
    put(client, entered, "How many users?")
    assert outsider.get(url(entered, "questions")).status_code == 404
    assert outsider.post(url(entered), {"question": "Mine?"}).status_code == 404
    assert ClarifyingQuestion.objects.count() == 1
