"""The server keeps the time: per question and per session, resting where it should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from interview.accounts.models import User
from interview.errors import RequestError
from interview.practice import finishing
from interview.practice.answer import Answer, AnswerState, ClosedBy
from interview.practice.finishing import close_answer, close_overdue, finish_session
from interview.practice.session import Mode, Session
from interview.practice.tasks import sweep_practice
from interview.practice.turn import Turn
from tests.factories import answer_of, make_question, make_session

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def after(**time: float) -> datetime:
    return NOON + timedelta(**time)


@pytest.fixture
def timed(alice: User) -> Session:
    for number in range(3):
        make_question(f"Q{number}")
    return make_session(alice, now=NOON)


def turn(session: Session, position: int) -> Turn:
    return Turn.objects.select_related("session").get(session=session, position=position)


def test_it_starts_the_first_question(timed: Session) -> None:
    assert turn(timed, 1).deadline == after(minutes=8)
    assert timed.deadline == after(minutes=30)


def test_it_gives_extra_time_to_whom_it_is_due(alice: User) -> None:
    make_question("Q1")
    alice.time_multiplier = Decimal("1.50")
    session = make_session(alice, now=NOON)
    assert turn(session, 1).deadline == after(minutes=12)
    assert session.deadline == after(minutes=45)


def test_it_books_the_time_of_each_question(timed: Session) -> None:
    turn(timed, 2).enter(after(minutes=3))
    turn(timed, 1).enter(after(minutes=5))
    turn(timed, 2).enter(after(minutes=6))
    assert turn(timed, 1).spent_seconds == 4 * 60
    assert turn(timed, 2).spent_seconds == 2 * 60
    assert turn(timed, 2).deadline == after(minutes=6 + 8 - 2)


def test_it_keeps_one_question_on_the_table(timed: Session) -> None:
    turn(timed, 3).enter(after(minutes=1))
    running = Turn.objects.filter(session=timed, entered_at__isnull=False)
    assert [row.position for row in running] == [3]


def test_it_enters_twice_without_a_new_deadline(timed: Session) -> None:
    turn(timed, 1).enter(after(minutes=4))
    assert turn(timed, 1).deadline == after(minutes=8)


def test_it_never_runs_past_the_session(timed: Session) -> None:
    turn(timed, 2).enter(after(minutes=25))
    assert turn(timed, 2).deadline == timed.deadline


def test_it_rests_while_paused(timed: Session) -> None:
    turn(timed, 1).pause(after(minutes=2))
    turn(timed, 1).enter(after(minutes=62))
    timed.refresh_from_db()
    assert timed.deadline == after(minutes=90)
    assert turn(timed, 1).deadline == after(minutes=68)


def test_it_pauses_in_study_mode_only(alice: User) -> None:
    make_question("Q1")
    session = make_session(alice, mode=Mode.REAL)
    with pytest.raises(RequestError):
        Turn.objects.on_table(session).pause(NOON)


def test_it_rests_while_feedback_is_read(client: Client, timed: Session) -> None:
    with time_machine.travel(after(minutes=2), tick=False):
        url = reverse("practice-submit", args=[timed.pk, 1])
        client.post(url, {"text": "said", "revision": 0})
    with time_machine.travel(after(minutes=12), tick=False):
        client.get(reverse("practice-turn", args=[timed.pk, 2]))
    timed.refresh_from_db()
    assert timed.deadline == after(minutes=40)
    assert turn(timed, 2).deadline == after(minutes=20)


def test_it_submits_the_last_saved_text_at_the_deadline(timed: Session) -> None:
    Answer.objects.filter(turn=turn(timed, 1)).update(draft="last saved")
    assert close_overdue(after(minutes=8, seconds=4)) == 0
    assert close_overdue(after(minutes=8, seconds=6)) == 1
    answer = answer_of(timed)
    assert (answer.text, answer.closed_by) == ("last saved", ClosedBy.DEADLINE)
    assert turn(timed, 1).spent_seconds == 8 * 60


def test_it_leaves_an_empty_draft_unanswered(timed: Session) -> None:
    close_overdue(after(minutes=9))
    assert answer_of(timed).state == AnswerState.UNANSWERED


def test_it_finishes_an_overdue_session_with_all_its_drafts(timed: Session) -> None:
    Answer.objects.filter(turn__session=timed, turn__position=2).update(draft="two")
    turn(timed, 2).enter(after(minutes=25))
    close_overdue(after(minutes=31))
    timed.refresh_from_db()
    assert timed.is_finished
    assert answer_of(timed, 2).text == "two"
    assert answer_of(timed, 3).state == AnswerState.UNANSWERED


def test_it_sweeps_twice_with_the_same_result(timed: Session) -> None:
    with time_machine.travel(after(minutes=40), tick=False):
        sweep_practice()
        first = list(Answer.objects.order_by("pk").values())
        sweep_practice()
    assert list(Answer.objects.order_by("pk").values()) == first


def test_it_closes_on_the_page_when_no_sweep_came(client: Client, timed: Session) -> None:
    Answer.objects.filter(turn=turn(timed, 1)).update(draft="kept")
    with time_machine.travel(after(minutes=31), tick=False):
        reply = client.get(reverse("practice-turn", args=[timed.pk, 1]))
    assert reply["Location"] == reverse("report", args=[timed.pk])
    assert answer_of(timed).text == "kept"


def test_it_lets_a_paused_session_rest(timed: Session) -> None:
    turn(timed, 1).pause(after(minutes=2))
    assert close_overdue(after(days=2)) == 0


def test_it_tells_the_browser_the_servers_time(client: Client, timed: Session) -> None:
    with time_machine.travel(after(minutes=1), tick=False):
        url = reverse("practice-draft", args=[timed.pk, 1])
        clock = client.post(url, {"text": "x", "revision": 0}).json()
    assert clock["now_ms"] == int(after(minutes=1).timestamp() * 1000)
    assert clock["question_deadline_ms"] == int(after(minutes=8).timestamp() * 1000)


def test_it_stops_every_clock_while_feedback_is_read(timed: Session) -> None:
    turn(timed, 2).enter(after(minutes=3))
    Answer.objects.filter(turn=turn(timed, 1)).update(draft="said")
    close_answer(answer_of(timed), by=ClosedBy.CANDIDATE, now=after(minutes=4))
    turn(timed, 2).enter(after(minutes=14))
    assert (turn(timed, 1).spent_seconds, turn(timed, 2).spent_seconds) == (180, 60)
    assert turn(timed, 2).deadline == after(minutes=14 + 8 - 1)


def test_it_leaves_the_next_question_running_when_the_sweep_comes_late(timed: Session) -> None:
    late = answer_of(timed)
    Answer.objects.filter(pk=late.pk).update(draft="said")
    close_answer(answer_of(timed), by=ClosedBy.CANDIDATE, now=after(minutes=2))
    turn(timed, 2).enter(after(minutes=3))
    close_answer(late, by=ClosedBy.DEADLINE, now=after(minutes=4))
    timed.refresh_from_db()
    assert timed.paused_at is None
    assert turn(timed, 2).entered_at == after(minutes=3)


def test_it_enters_nothing_once_the_session_is_over(timed: Session) -> None:
    late = turn(timed, 2)
    finish_session(timed, now=after(minutes=1))
    late.enter(after(minutes=2))
    assert turn(timed, 2).entered_at is None


@pytest.mark.parametrize("way", ["practice-pause", "practice-finish"])
def test_it_stops_no_clock_that_has_run_out(client: Client, timed: Session, way: str) -> None:
    Answer.objects.filter(turn=turn(timed, 1)).update(draft="kept")
    with time_machine.travel(after(minutes=31), tick=False):
        client.post(reverse(way, args=[timed.pk]))
    timed.refresh_from_db()
    assert (timed.is_finished, timed.paused_at) == (True, None)
    assert answer_of(timed).closed_by == ClosedBy.DEADLINE


@pytest.mark.parametrize("way", ["practice-skip", "practice-hint"])
def test_it_closes_a_question_that_has_run_out_whatever_is_pressed(
    client: Client, timed: Session, way: str
) -> None:
    with time_machine.travel(after(minutes=9), tick=False):
        client.post(reverse(way, args=[timed.pk, 1]), {"after": "0"})
    assert answer_of(timed).closed_by == ClosedBy.DEADLINE
    assert turn(timed, 1).hints_shown == 0


def test_it_gives_no_grace_twice(client: Client, timed: Session) -> None:
    Answer.objects.filter(turn=turn(timed, 1)).update(draft="kept")
    turn(timed, 2).enter(after(minutes=8, seconds=2))
    with time_machine.travel(after(minutes=9), tick=False):
        client.get(reverse("practice-turn", args=[timed.pk, 1]))
    assert answer_of(timed).text == "kept"


def test_it_starts_no_clock_on_a_closed_question(client: Client, timed: Session) -> None:
    Answer.objects.filter(turn=turn(timed, 1)).update(draft="said")
    close_answer(answer_of(timed), by=ClosedBy.CANDIDATE, now=after(minutes=1))
    client.post(reverse("practice-resume", args=[timed.pk]))
    timed.refresh_from_db()
    assert timed.paused_at is not None
    assert turn(timed, 1).entered_at is None


def test_it_closes_the_others_when_one_session_cannot_be_closed(
    timed: Session, charlie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_session(charlie, now=NOON)
    finish = finishing.finish_session

    def fail_once(session: Session, **how: Any) -> None:
        if session.pk == timed.pk:
            raise ValueError
        finish(session, **how)

    monkeypatch.setattr(finishing, "finish_session", fail_once)
    close_overdue(after(minutes=40))
    other.refresh_from_db()
    assert other.is_finished


def test_it_says_which_question_the_clock_runs_on(client: Client, timed: Session) -> None:
    Answer.objects.filter(turn=turn(timed, 1)).update(draft="said")
    close_answer(answer_of(timed), by=ClosedBy.CANDIDATE, now=after(minutes=1))
    with time_machine.travel(after(minutes=2), tick=False):
        first = reverse("practice-turn", args=[timed.pk, 1])
        assert "The clock rests" in client.get(first).content.decode()
        client.get(reverse("practice-turn", args=[timed.pk, 2]))
        page = client.get(first).content.decode()
    assert "The clock rests" not in page
    assert "The clock runs on" in page


def test_it_takes_no_time_from_a_skipped_question_while_paused(
    client: Client, timed: Session
) -> None:
    turn(timed, 1).pause(after(minutes=1))
    client.post(reverse("practice-skip", args=[timed.pk, 1]))
    assert not turn(timed, 1).skipped


def test_it_never_books_more_than_has_passed(timed: Session) -> None:
    for visit in range(1, 11):
        turn(timed, 1 + visit % 2).enter(after(seconds=0.6 * visit))
    assert sum(timed.turns.values_list("spent_seconds", flat=True)) <= 6
