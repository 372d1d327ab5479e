"""The time ledger: the server's own, whatever refreshes, rests or runs out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interview.accounts.models import User
from interview.design.visit import StageVisit, enter_stage, stage_seconds
from interview.practice.answer import Answer, ClosedBy
from interview.practice.finishing import close_answer, finish_session
from interview.practice.session import Session
from interview.practice.turn import Turn
from tests.factories import begin_case, make_case, stage_of

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def after(**span: float) -> datetime:
    return NOON + timedelta(**span)


@pytest.fixture
def timed(alice: User) -> Session:
    make_case()
    return begin_case(alice, now=NOON)


def go(session: Session, stage: str, now: datetime) -> None:
    answer = stage_of(session, stage)
    answer.turn.enter(now)
    enter_stage(answer, now)


def spent(session: Session, now: datetime) -> dict[str, int]:
    return stage_seconds(Turn.objects.get(session=session), now)


def test_it_books_each_stage_its_own_time(timed: Session) -> None:
    go(timed, "requirements", after(minutes=0))
    go(timed, "data", after(minutes=6))
    go(timed, "requirements", after(minutes=7))
    assert spent(timed, after(minutes=9)) == {"requirements": 480, "data": 60}


def test_it_counts_a_refresh_once(timed: Session) -> None:
    for minute in range(5):
        go(timed, "data", after(minutes=minute))
    assert StageVisit.objects.count() == 1
    assert spent(timed, after(minutes=5)) == {"data": 300}


def test_it_books_nothing_while_the_clock_rests(timed: Session) -> None:
    go(timed, "data", after(minutes=0))
    Turn.objects.get(session=timed).pause(after(minutes=2))
    enter_stage(stage_of(timed, "serving"), after(minutes=3))
    assert spent(timed, after(minutes=30)) == {"data": 120}
    go(timed, "data", after(minutes=40))
    assert spent(timed, after(minutes=41)) == {"data": 180}


def test_it_stops_when_a_stage_is_handed_in(timed: Session) -> None:
    go(timed, "data", after(minutes=0))
    Answer.objects.filter(turn__session=timed, stage="data").update(draft="said")
    close_answer(stage_of(timed, "data"), by=ClosedBy.CANDIDATE, now=after(minutes=3))
    assert spent(timed, after(minutes=20)) == {"data": 180}


def test_it_books_no_more_than_there_was(timed: Session) -> None:
    go(timed, "data", after(minutes=0))
    assert spent(timed, after(hours=5)) == {"data": 45 * 60}
    finish_session(timed, by=ClosedBy.DEADLINE, now=after(hours=5))
    assert spent(timed, after(hours=9)) == {"data": 45 * 60}


def test_it_gives_the_time_to_the_tab_that_is_looked_at(client: Client, timed: Session) -> None:
    look = reverse("design-look", args=[timed.pk, 1, "serving"])
    go(timed, "data", after(minutes=0))
    with time_machine.travel(after(minutes=1), tick=False):
        client.post(look)
        client.post(look)
    assert spent(timed, after(minutes=4)) == {"data": 60, "serving": 180}


def test_it_adds_up_to_the_time_of_the_case(timed: Session) -> None:
    stages = ["requirements", "data", "serving"]
    for visit in range(12):
        go(timed, stages[visit % 3], after(seconds=7 * visit))
    finish_session(timed, now=after(seconds=84))
    turn = Turn.objects.get(session=timed)
    assert sum(stage_seconds(turn).values()) == turn.spent_seconds == 84


def test_it_ends_no_visit_before_it_began(timed: Session) -> None:
    go(timed, "data", after(minutes=5))
    Turn.objects.filter(session=timed).update(deadline=after(minutes=4))
    turn = Turn.objects.get(session=timed)
    turn.leave(after(minutes=9))
    assert spent(timed, after(minutes=9)) == {"data": 0}


def test_it_reads_a_page_in_the_same_queries_after_any_number_of_visits(
    client: Client, case: Session
) -> None:
    def look(stage: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("design-stage", args=[case.pk, 1, stage]))
        return len(queries)

    look("data")
    before = look("data")
    for stage in ("serving", "requirements", "data"):
        look(stage)
    assert look("data") == before
