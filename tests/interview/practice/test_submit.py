"""Submitting closes an answer once, with the text that was last saved."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from interview.practice.answer import Answer, AnswerState
from interview.practice.session import Mode, Session
from interview.signals import answer_submitted
from tests.factories import answer_of, make_question, make_session


@pytest.fixture
def announced():
    seen: list[int] = []

    def listen(answer_id: int, **_: object) -> None:
        seen.append(answer_id)

    answer_submitted.connect(listen)
    yield seen
    answer_submitted.disconnect(listen)


def submit(client: Client, session: Session, text: str, revision: int = 0, position: int = 1):
    url = reverse("practice-submit", args=[session.pk, position])
    return client.post(url, {"text": text, "revision": revision})


def test_it_closes_the_answer_and_announces_it(
    client: Client, session: Session, announced: list[int]
) -> None:
    submit(client, session, "my answer")
    answer = answer_of(session)
    assert (answer.state, answer.text) == (AnswerState.SUBMITTED, "my answer")
    assert announced == [answer.pk]


def test_it_does_nothing_the_second_time(
    client: Client, session: Session, announced: list[int]
) -> None:
    submit(client, session, "my answer")
    submit(client, session, "another", 1)
    assert answer_of(session).text == "my answer"
    assert len(announced) == 1


def test_it_lets_one_of_two_callers_submit(session: Session, announced: list[int]) -> None:
    first, second = answer_of(session), answer_of(session)
    Answer.objects.filter(pk=first.pk).update(draft="text")
    assert [first.submit(), second.submit()] == [True, False]
    assert len(announced) == 1


def test_it_stays_for_feedback_in_study_mode(client: Client, session: Session) -> None:
    reply = submit(client, session, "text")
    assert reply["Location"] == reverse("practice-turn", args=[session.pk, 1])
    session.refresh_from_db()
    assert session.paused_at is not None


def test_it_goes_to_the_next_question_in_real_mode(client: Client, alice, session) -> None:
    real = make_session(alice, mode=Mode.REAL)
    reply = submit(client, real, "text")
    assert reply["Location"] == reverse("practice-turn", args=[real.pk, 2])


def test_it_finishes_a_real_session_with_its_last_answer(client: Client, alice) -> None:
    make_question("Q1")
    real = make_session(alice, mode=Mode.REAL)
    reply = submit(client, real, "text")
    assert reply["Location"] == reverse("report", args=[real.pk])
    real.refresh_from_db()
    assert real.is_finished


def test_it_does_not_submit_a_blank_answer(client: Client, session: Session) -> None:
    reply = client.post(
        reverse("practice-submit", args=[session.pk, 1]), {"text": "  ", "revision": 0}, follow=True
    )
    assert "nothing to submit" in reply.content.decode()
    assert answer_of(session).is_open


def test_it_shows_both_texts_when_stale(client: Client, session: Session) -> None:
    client.post(
        reverse("practice-draft", args=[session.pk, 1]), {"text": "from the phone", "revision": 0}
    )
    reply = submit(client, session, "from the laptop", 0)
    assert reply.status_code == 409
    page = reply.content.decode()
    assert "from the phone" in page
    assert "from the laptop" in page
    assert answer_of(session).is_open


def test_it_keeps_a_text_that_is_too_long_on_the_page(client: Client, session: Session) -> None:
    reply = submit(client, session, "long " * 5_000)
    assert reply.status_code == 413
    assert "long long long" in reply.content.decode()


def test_it_hides_it_from_an_outsider(outsider: Client, session: Session) -> None:
    assert submit(outsider, session, "text").status_code == 404


def test_it_keeps_what_was_submitted_at_the_rubric_it_began_with(session: Session) -> None:
    pinned = session.turns.get(position=1).version
    make_question(pinned.question.key, level="senior", prompt={"ko": "새 질문", "en": "New prompt"})
    pinned.question.refresh_from_db()
    assert pinned.question.current != pinned
    assert session.turns.get(position=1).version == pinned


def test_it_counts_a_line_end_once_however_it_is_sent(client: Client, session: Session) -> None:
    text = "12345678\r\n" * 2_000
    submit(client, session, text + "12")
    assert answer_of(session).text == text.replace("\r\n", "\n") + "12"


@pytest.mark.parametrize("text", ["\u200b\u200d\ufeff", "\u202e \n\u2060"])
def test_it_does_not_submit_what_nobody_can_see(
    client: Client, session: Session, text: str
) -> None:
    submit(client, session, text)
    assert answer_of(session).is_open


def test_it_shows_the_feedback_of_a_question_submitted_from_another_tab(
    client: Client, session: Session
) -> None:
    client.get(reverse("practice-turn", args=[session.pk, 2]))
    reply = submit(client, session, "text")
    page = client.get(reply["Location"]).content.decode()
    assert reverse("report-turn", args=[session.pk, 1]) in page
    assert not session.turns.filter(entered_at__isnull=False).exists()
