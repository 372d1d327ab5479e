"""A follow-up: a clock of its own, the same rules for its words, and an interview that moves on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interview.accounts.models import User
from interview.practice.answer import FIRST_FOLLOW_UP, Answer, AnswerState
from interview.practice.finishing import close_answer, finish_session
from interview.practice.follow_up import ask_follow_ups
from interview.practice.session import Mode, Session
from interview.practice.tasks import sweep_practice
from tests.factories import answer_of, make_question, make_session

LATER = timedelta(seconds=130)


def answered(session: Session, position: int = 1, text: str = "alpha") -> Answer:
    answer = answer_of(session, position)
    answer.turn.enter(timezone.now())
    Answer.objects.filter(pk=answer.pk).update(draft=text)
    close_answer(answer, by="candidate", now=timezone.now())
    answer.refresh_from_db()
    session.refresh_from_db()
    return answer


def ask(answer: Answer, *keys: str) -> list[Answer]:
    points = {point.key: point for point in answer.turn.version.points.all()}
    return ask_follow_ups(answer, [points[key] for key in keys], timezone.now())


def url(follow_up: Answer, what: str = "") -> str:
    name = "practice-follow-up" + (f"-{what}" if what else "")
    turn = follow_up.turn
    return reverse(name, args=[turn.session_id, turn.position, follow_up.sequence])


def next_step(session: Session, position: int = 1) -> str:
    return reverse("practice-next", args=[session.pk, position])


def rewind(follow_up: Answer, by: timedelta = LATER) -> None:
    Answer.objects.filter(pk=follow_up.pk).update(deadline=timezone.now() - by)


@pytest.fixture
def call(alice: User) -> Session:
    """A phone screen of two questions, for real."""
    for number in range(2):
        make_question(f"P{number}", round="phone_screen")
    return make_session(alice, round="phone_screen", mode=Mode.REAL)


def test_it_puts_the_probe_in_the_language_of_the_interview(
    client: Client, session: Session
) -> None:
    first, _ = ask(answered(session), "beta", "gamma")
    page = client.get(url(first)).content.decode()
    assert "What about beta?" in page
    assert first.sequence == FIRST_FOLLOW_UP


def test_it_starts_the_clock_when_it_is_opened_and_only_once(
    client: Client, session: Session, settings: LazySettings
) -> None:
    (follow_up,) = ask(answered(session), "beta")
    assert follow_up.deadline is None
    client.get(url(follow_up))
    follow_up.refresh_from_db()
    opened, deadline = follow_up.opened_at, follow_up.deadline
    assert deadline - opened == timedelta(seconds=settings.FOLLOW_UP_SECONDS)
    client.get(url(follow_up))
    follow_up.refresh_from_db()
    assert follow_up.deadline == deadline


def test_it_gives_extra_time_to_whom_it_is_due(client: Client, alice: User) -> None:
    alice.time_multiplier = "1.50"
    alice.save()
    make_question("Q1")
    (follow_up,) = ask(answered(make_session(alice)), "beta")
    client.get(url(follow_up))
    follow_up.refresh_from_db()
    assert follow_up.deadline - follow_up.opened_at == timedelta(seconds=180)


def test_it_rests_the_clock_of_the_session_meanwhile(client: Client, session: Session) -> None:
    (follow_up,) = ask(answered(session), "beta")
    client.get(url(follow_up))
    session.refresh_from_db()
    assert session.paused_at is not None


def test_it_saves_and_submits_like_any_answer(client: Client, session: Session) -> None:
    answer = answered(session)
    (follow_up,) = ask(answer, "beta")
    client.get(url(follow_up))
    saved = client.post(url(follow_up, "draft"), {"text": "be", "revision": 0}).json()
    assert saved["revision"] == 1
    assert saved["question_deadline_ms"]
    client.post(url(follow_up, "submit"), {"text": "beta", "revision": 1})
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.text) == (AnswerState.SUBMITTED, "beta")
    answer.refresh_from_db()
    assert answer.text == "alpha"


def test_it_shows_both_texts_when_another_tab_was_quicker(client: Client, session: Session) -> None:
    (follow_up,) = ask(answered(session), "beta")
    client.get(url(follow_up))
    client.post(url(follow_up, "draft"), {"text": "newer", "revision": 0})
    reply = client.post(url(follow_up, "submit"), {"text": "mine", "revision": 0})
    assert reply.status_code == 409
    page = reply.content.decode()
    assert "newer" in page
    assert "mine" in page


def test_it_refuses_words_after_its_time_and_counts_the_saved_ones(
    client: Client, session: Session
) -> None:
    (follow_up,) = ask(answered(session), "beta")
    client.get(url(follow_up))
    client.post(url(follow_up, "draft"), {"text": "in time", "revision": 0})
    rewind(follow_up)
    late = client.post(url(follow_up, "draft"), {"text": "too late", "revision": 1})
    assert late.status_code == 410
    client.get(next_step(session))
    follow_up.refresh_from_db()
    assert (follow_up.text, follow_up.closed_by) == ("in time", "deadline")


def test_it_is_closed_by_the_sweep_when_no_browser_is_open(
    client: Client, session: Session
) -> None:
    (follow_up,) = ask(answered(session), "beta")
    client.get(url(follow_up))
    rewind(follow_up)
    sweep_practice()
    sweep_practice()
    follow_up.refresh_from_db()
    assert follow_up.state == AnswerState.UNANSWERED


def test_it_may_be_skipped_and_what_was_written_is_kept_but_not_counted(
    client: Client, session: Session
) -> None:
    first, second = ask(answered(session), "beta", "gamma")
    client.get(url(first))
    client.post(url(first, "draft"), {"text": "hm", "revision": 0})
    client.post(url(first, "decline"))
    first.refresh_from_db()
    assert (first.state, first.draft, first.text) == (AnswerState.UNANSWERED, "hm", "")
    assert client.get(next_step(session))["Location"] == url(second)


def test_it_goes_back_to_the_feedback_after_the_last(client: Client, session: Session) -> None:
    (follow_up,) = ask(answered(session), "beta")
    client.get(url(follow_up))
    client.post(url(follow_up, "decline"))
    turn = reverse("practice-turn", args=[session.pk, 1])
    assert client.get(next_step(session))["Location"] == turn


def test_it_skips_all_that_were_offered(client: Client, session: Session) -> None:
    ask(answered(session), "beta", "gamma")
    client.post(reverse("practice-follow-ups-decline", args=[session.pk, 1]))
    states = Answer.objects.to_follow_ups().values_list("state", flat=True)
    assert set(states) == {AnswerState.UNANSWERED}


def test_it_asks_no_more_than_two_and_decides_once(session: Session) -> None:
    answer = answered(session)
    assert len(ask(answer, "beta", "gamma", "delta")) == 2
    assert ask(answer, "delta") == []


def test_it_asks_nobody_who_has_gone_on(client: Client, session: Session) -> None:
    answer = answered(session)
    client.post(reverse("practice-skip", args=[session.pk, 1]))
    client.get(reverse("practice-turn", args=[session.pk, 2]))
    assert ask(answer, "beta") == []


def test_it_asks_nothing_after_the_end(session: Session) -> None:
    answer = answered(session)
    finish_session(session)
    assert ask(answer, "beta") == []


def test_it_does_not_make_the_question_look_open(client: Client, session: Session) -> None:
    ask(answered(session), "beta")
    assert client.post(reverse("practice-skip", args=[session.pk, 1]))["Location"] == reverse(
        "practice-turn", args=[session.pk, 2]
    )


def test_it_ends_with_the_session(client: Client, session: Session) -> None:
    (follow_up,) = ask(answered(session), "beta")
    client.get(url(follow_up))
    client.post(url(follow_up, "draft"), {"text": "half a", "revision": 0})
    finish_session(session)
    follow_up.refresh_from_db()
    assert follow_up.text == "half a"


def test_it_is_nobody_elses(outsider: Client, session: Session) -> None:
    (follow_up,) = ask(answered(session), "beta")
    assert outsider.get(url(follow_up)).status_code == 404
    assert outsider.get(next_step(session)).status_code == 404
    for what in ("draft", "submit", "decline"):
        assert outsider.post(url(follow_up, what), {"revision": 0}).status_code == 404
    all_of_them = reverse("practice-follow-ups-decline", args=[session.pk, 1])
    assert outsider.post(all_of_them).status_code == 404
    follow_up.refresh_from_db()
    assert follow_up.is_open


def submit(client: Client, session: Session, position: int = 1):
    client.get(reverse("practice-turn", args=[session.pk, position]))
    place = reverse("practice-submit", args=[session.pk, position])
    return client.post(place, {"text": "alpha", "revision": 0})


def test_a_call_waits_a_moment_for_what_to_ask(client: Client, call: Session) -> None:
    reply = submit(client, call)
    page = client.get(reply["Location"]).content.decode()
    assert "thinking about what to ask next" in page
    assert client.get(next_step(call), headers={"HX-Request": "true"}).status_code == 204


def test_a_call_puts_the_probe_as_soon_as_it_is_there(client: Client, call: Session) -> None:
    submit(client, call)
    (follow_up,) = ask(answer_of(call), "beta")
    assert follow_up.opened_at is not None
    reply = client.get(next_step(call), headers={"HX-Request": "true"})
    assert reply["HX-Redirect"] == url(follow_up)


def test_a_call_goes_on_when_there_is_nothing_to_ask(client: Client, call: Session) -> None:
    submit(client, call)
    ask(answer_of(call))
    on = client.get(next_step(call))["Location"]
    assert on == reverse("practice-turn", args=[call.pk, 2])
    call.refresh_from_db()
    assert call.paused_at is None


def test_a_call_goes_on_when_the_score_is_late(
    client: Client, call: Session, settings: LazySettings
) -> None:
    submit(client, call)
    settings.FOLLOW_UP_WAIT_SECONDS = 0
    turn = reverse("practice-turn", args=[call.pk, 2])
    assert client.get(next_step(call))["Location"] == turn
    assert ask(answer_of(call), "beta") == []


def test_a_call_goes_on_with_nobody_looking(
    client: Client, call: Session, settings: LazySettings
) -> None:
    submit(client, call)
    settings.FOLLOW_UP_WAIT_SECONDS = 0
    sweep_practice()
    call.refresh_from_db()
    assert (call.current_position, call.paused_at) == (2, None)


def test_a_call_ends_after_its_last_follow_up(client: Client, call: Session) -> None:
    submit(client, call)
    ask(answer_of(call))
    client.get(next_step(call))
    submit(client, call, 2)
    call.refresh_from_db()
    assert not call.is_finished
    (follow_up,) = ask(answer_of(call, 2), "beta")
    client.post(url(follow_up, "submit"), {"text": "beta", "revision": 0})
    reply = client.get(next_step(call, 2))
    assert reply["Location"] == reverse("report", args=[call.pk])
    call.refresh_from_db()
    assert call.is_finished


def test_a_call_takes_no_time_from_the_other_questions(client: Client, call: Session) -> None:
    before = call.deadline
    submit(client, call)
    Session.objects.filter(pk=call.pk).update(paused_at=timezone.now() - timedelta(minutes=2))
    ask(answer_of(call))
    client.get(next_step(call))
    client.get(reverse("practice-turn", args=[call.pk, 2]))
    call.refresh_from_db()
    assert call.deadline - before >= timedelta(minutes=2)


def test_a_site_without_follow_ups_waits_for_none(
    client: Client, call: Session, settings: LazySettings
) -> None:
    settings.FOLLOW_UPS = 0
    assert submit(client, call)["Location"] == reverse("practice-turn", args=[call.pk, 2])


def test_it_moves_on_where_follow_ups_were_turned_off_meanwhile(
    client: Client, call: Session, settings: LazySettings
) -> None:
    submit(client, call)
    first, second = ask(answer_of(call), "beta", "gamma")
    settings.FOLLOW_UPS = 0
    rewind(first)
    sweep_practice()
    second.refresh_from_db()
    assert second.deadline is not None
    rewind(second)
    sweep_practice()
    Session.objects.filter(pk=call.pk).update(paused_at=timezone.now() - timedelta(minutes=5))
    sweep_practice()
    call.refresh_from_db()
    assert (call.current_position, call.paused_at) == (2, None)
