"""Hostile and careless programs: each ends in its named state inside its limits, and the next runs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from interview.sandbox import Limits, State, run
from tests.interview.sandbox.abuse import ABUSES, Abuse

LIMITS = Limits(seconds=3, call_seconds=1.0)
# Where something else than the time is to end it, a busy machine must not be too slow for that.
PATIENT = Limits(seconds=90, call_seconds=60)
# Far more than a busy machine needs: what is looked for is a run that no deadline ends.
HANGS_SECONDS = 60.0


def test_it_has_forty_abuses_at_least() -> None:
    assert len({abuse.name for abuse in ABUSES}) == len(ABUSES) >= 40


@pytest.mark.parametrize("abuse", ABUSES, ids=lambda abuse: abuse.name)
def test_it_ends_each_abuse_in_its_state(cache: Path, abuse: Abuse) -> None:
    limits = LIMITS if abuse.state == State.TIME_LIMIT else PATIENT
    began = time.monotonic()
    outcome = run(abuse.program, [abuse.call] if abuse.call else [], cache=cache, limits=limits)
    took = time.monotonic() - began
    assert outcome.worst == abuse.state, outcome.error
    assert took < limits.seconds + HANGS_SECONDS
    assert len(outcome.stdout) <= limits.output_bytes
    after = run("def f(): return 6 * 7", ["f()"], cache=cache)
    assert after.value == 42
