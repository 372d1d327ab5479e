"""The room's clock, by itself: what runs, what rests, and that no second is counted twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from interview.live.clock import Clock

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_it_counts_only_while_it_runs() -> None:
    clock = Clock(45 * MINUTE).start(NOON).pause(NOON + 5 * MINUTE).start(NOON + 20 * MINUTE)
    assert clock.spent(NOON + 21 * MINUTE) == 6 * MINUTE
    assert clock.deadline() == NOON + 60 * MINUTE


def test_it_gives_more_time_and_never_less_than_nothing() -> None:
    clock = Clock(10 * MINUTE).extend(5 * MINUTE)
    assert clock.left(NOON) == 15 * MINUTE
    assert clock.extend(-90 * MINUTE).allotted == timedelta()


def test_it_shows_how_far_it_runs_over() -> None:
    assert Clock(MINUTE).start(NOON).left(NOON + 3 * MINUTE) == -2 * MINUTE


def test_it_does_not_run_backwards_when_the_time_is_set_back() -> None:
    assert Clock(MINUTE).start(NOON).spent(NOON - MINUTE) == timedelta()


ACTS = st.lists(st.tuples(st.sampled_from(["start", "pause"]), st.integers(0, 600)), max_size=30)


@given(ACTS)
def test_it_adds_up_to_the_seconds_that_ran(acts: list[tuple[str, int]]) -> None:
    clock, now, ran, running = Clock(45 * MINUTE), NOON, 0, False
    for act, seconds in acts:
        clock = clock.start(now) if act == "start" else clock.pause(now)
        running = act == "start"
        now += timedelta(seconds=seconds)
        ran += seconds if running else 0
    assert clock.spent(now) == timedelta(seconds=ran)
    assert clock.start(now) == clock.start(now).start(now)
    assert clock.pause(now) == clock.pause(now).pause(now)
