"""Two workers in the same moment: neither the day's budget nor the number of those at work is passed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone

from grading.backends.language_model import Message
from grading.critique.budget import OverBudgetError, estimate, reserve
from grading.models import Critique, CritiqueStatus, Grade, Purpose, Spend
from interview.accounts.models import User
from tests.factories import answer_of, make_question, make_session

pytestmark = pytest.mark.django_db(transaction=True)

MESSAGES = [Message("user", "x" * 1000)]


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    ready = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        ready.wait(timeout=30)
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.parametrize("budget", ["CRITIQUE_PERSON_TOKENS", "CRITIQUE_SITE_TOKENS"])
def test_what_is_left_for_one_goes_to_one(alice: User, settings: LazySettings, budget: str) -> None:
    one = estimate(MESSAGES) + settings.CRITIQUE_MAX_TOKENS
    setattr(settings, budget, 2 * one - 1)

    def ask() -> bool:
        try:
            reserve(alice, MESSAGES, model="m", purpose=Purpose.CRITIQUE)
        except OverBudgetError:
            return False
        return True

    assert sorted(at_once([ask] * 4)) == [False, False, False, True]
    assert Spend.objects.count() == 1


def test_no_more_are_written_at_once_than_may_be(alice: User, settings: LazySettings) -> None:
    settings.CRITIQUE_AT_ONCE = 1
    make_question("Q1")
    answer = answer_of(make_session(alice))
    rows = []
    for number in range(1, 5):
        grade = Grade.objects.create(
            answer=answer, number=number, version_id=answer.turn.version_id
        )
        rows.append(
            Critique.objects.create(
                grade=grade, language="en", prompt_version="p", model="m", content_hash="h"
            )
        )
    now = timezone.now()
    taken = at_once([partial(Critique.objects.claim, row.pk, now) for row in rows])
    assert sum(one is not None for one in taken) == 1
    assert Critique.objects.filter(status=CritiqueStatus.RUNNING).count() == 1
