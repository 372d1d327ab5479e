"""The same thing pressed in several places at one moment, on the real database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from interview.accounts.models import User
from interview.errors import RequestError
from interview.practice.answer import Answer, ClosedBy
from interview.practice.beginning import begin_once
from interview.practice.finishing import close_answer, finish_session
from interview.practice.session import Session
from interview.practice.turn import Turn
from tests.factories import answer_of

pytestmark = pytest.mark.django_db(transaction=True)
CHOICE = {"round": "fundamentals", "minutes": 30, "language": "en", "mode": "real", "level": ""}


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of it in threads of their own; what one raises is raised here."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_it_begins_one_session(alice: User, session: Session) -> None:
    begun = at_once(*[lambda: begin_once(alice, **CHOICE).pk] * 4)
    assert len(set(begun)) == 1
    assert Session.objects.count() == 2


def test_it_takes_one_save_of_each_revision(session: Session) -> None:
    def save(text: str) -> bool:
        answer = answer_of(session)
        try:
            answer.save_draft(text, revision=0, now=timezone.now())
        except RequestError:
            return False
        return True

    assert sum(at_once(*[lambda n=n: save(f"text {n}") for n in range(4)])) == 1
    assert answer_of(session).revision == 1


def test_it_closes_once_and_books_no_more_than_has_passed(session: Session) -> None:
    Answer.objects.filter(turn__session=session).update(draft="said")
    now = timezone.now()
    rows = [answer_of(session, position) for position in (1, 1, 2, 2)]
    at_once(
        *[lambda row=row: close_answer(row, by=ClosedBy.CANDIDATE, now=now) for row in rows],
        lambda: Turn.objects.get(session=session, position=3).enter(now),
        lambda: finish_session(Session.objects.get(), now=now),
    )
    assert session.turns.filter(entered_at__isnull=False).count() == 0
    assert sum(session.turns.values_list("spent_seconds", flat=True)) <= 30
    assert Answer.objects.filter(state="open").count() == 0
