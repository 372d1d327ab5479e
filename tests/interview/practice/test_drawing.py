"""Questions are drawn without repeats, unseen ones first, and fill the time."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from interview.accounts.models import User
from interview.errors import RequestError
from interview.practice.drawing import draw_questions
from tests.factories import make_point, make_question, make_session, make_user


def keys(user: User, **choice: object) -> list[str]:
    chosen = {"round": "fundamentals", "minutes": 30, "rng": random.Random(1)} | choice
    return [question.key for question in draw_questions(user, **chosen)]


def test_it_draws_what_fits_and_nothing_twice(alice: User) -> None:
    for number in range(6):
        make_question(f"Q{number}")
    drawn = keys(alice)
    assert len(drawn) == len(set(drawn)) == 3


def test_it_favours_what_this_person_has_not_seen(alice: User) -> None:
    for number in range(6):
        make_question(f"Q{number}")
    seen = {turn.version.question.key for turn in make_session(alice).turns.all()}
    assert not seen & set(keys(alice))


def test_it_prefers_the_longest_ago_when_all_are_seen(alice: User) -> None:
    for number in range(2):
        make_question(f"Q{number}")
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    first = make_session(alice, minutes=8, now=long_ago)
    make_session(alice, minutes=8, now=timezone.now() - timedelta(days=1))
    assert keys(alice, minutes=8) == [first.turns.get().version.question.key]


def test_it_ignores_what_others_have_seen(alice: User) -> None:
    make_question("Q1")
    make_session(make_user("bob"))
    assert keys(alice) == ["Q1"]


def test_it_keeps_to_round_level_and_topic(alice: User) -> None:
    make_question("Q1", level="junior")
    make_question("Q2", level="senior")
    make_question("P1", round="phone_screen")
    assert keys(alice, level="senior") == ["Q2"]
    assert keys(alice, round="phone_screen") == ["P1"]
    assert keys(alice, topics=["Q1"]) == ["Q1"]


def test_it_spreads_over_topics_first(alice: User) -> None:
    make_question("Q1", minutes=5)
    make_question("Q1-2", minutes=5)
    make_question("Q2", minutes=5)
    assert set(keys(alice, minutes=10)) in ({"Q1", "Q2"}, {"Q1-2", "Q2"})


def test_it_leaves_out_design_cases_that_walk_through_stages(alice: User) -> None:
    points = [make_point(n, stage="data") for n in ("alpha", "beta", "gamma", "delta")]
    make_question("Q1", points=points)
    make_question("Q2")
    assert keys(alice) == ["Q2"]


def test_it_leaves_out_withdrawn_questions(alice: User) -> None:
    question = make_question("Q1")
    question.withdrawn_at = timezone.now()
    question.save()
    assert keys(alice) == []


def test_it_asks_one_question_that_is_longer_than_the_session(alice: User) -> None:
    make_question("Q1", minutes=20)
    session = make_session(alice, minutes=10)
    assert session.deadline - session.started_at == timedelta(minutes=20)


def test_it_says_so_when_nothing_matches(alice: User) -> None:
    with pytest.raises(RequestError, match="no question"):
        make_session(alice)
