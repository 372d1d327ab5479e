"""The second wall: the same outcomes behind it, nothing to reach from there, and it may die."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from interview.sandbox import Array, Limits, Opaque, State, run, stand_behind
from interview.sandbox.outcome import CallOutcome, Failure, Outcome
from interview.sandbox.run import RUNNERS
from interview.sandbox.values import BadValue
from interview.sandbox.wall import find_bubblewrap, wall_stands, walled
from interview.sandbox.wire import read_outcome, write_outcome
from tests.interview.sandbox.conftest import CACHE

ROOT = Path(__file__).resolve().parents[3]
BUBBLEWRAP = find_bubblewrap()
needs_wall = pytest.mark.skipif(
    BUBBLEWRAP is None or not wall_stands(BUBBLEWRAP, CACHE),
    reason="this machine has no bubblewrap or no user namespaces",
)


@pytest.fixture
def behind(cache: Path) -> Iterator[Path]:
    assert stand_behind(cache)
    yield cache
    RUNNERS.pop(cache).stop()


def look(code: str) -> subprocess.CompletedProcess[str]:
    """Run native Python behind the wall: what a broken guest would find itself in."""
    assert BUBBLEWRAP is not None
    command = walled(BUBBLEWRAP, CACHE, sys.executable, "-c", code)
    return subprocess.run(command, capture_output=True, text=True, check=False)


@needs_wall
def test_it_gives_the_same_outcome_behind_the_wall(cache: Path, behind: Path) -> None:
    program = "import numpy as np\nprint('hi')\ndef f(x): return np.arange(2.), {1}, {'a': (x,)}"
    found = run(program, ["f(None)", "f(1/0)"], cache=behind)
    assert found.calls[0].value == (
        Array("float64", (2,), [0.0, 1.0]),
        frozenset({1}),
        {"a": (None,)},
    )
    assert (found.stdout, found.calls[1].error.type) == ("hi\n", "ZeroDivisionError")


@needs_wall
def test_it_keeps_limits_behind_the_wall(behind: Path) -> None:
    limits = Limits(seconds=3, call_seconds=2)
    assert run("while True: pass", cache=behind, limits=limits).state == State.TIME_LIMIT
    assert run("print('x' * 10**6)", cache=behind).state == State.OUTPUT_LIMIT
    assert run("x = 1", ["x"], cache=behind).value == 1


@needs_wall
def test_it_starts_another_runner_when_one_has_died(behind: Path) -> None:
    assert run("x = 1", ["x"], cache=behind).value == 1
    runner = RUNNERS[behind]
    assert runner._process is not None
    runner._process.kill()
    runner._process.wait()
    assert run("x = 2", ["x"], cache=behind).value == 2


@needs_wall
@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 80), 1)",
        "open('/etc/passwd')",
        f"open({str(ROOT / 'manage.py')!r})",
        "open('/usr/left', 'w')",
        f"open({str(CACHE / 'left')!r}, 'w')",
        "import os; os.environ['HOME']",
        "import os; assert any(p.isdigit() and int(p) > 50 for p in os.listdir('/proc'))",
    ],
    ids=["network", "accounts", "our-code", "system", "runtime", "environment", "processes"],
)
def test_it_leaves_nothing_in_reach(code: str) -> None:
    assert look("pass").returncode == 0
    assert look(code).returncode != 0


def test_it_does_without_where_there_is_no_bubblewrap(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["interview.sandbox.run"], "find_bubblewrap", lambda: None)
    assert not stand_behind(cache)
    assert run("x = 1", ["x"], cache=cache).value == 1


def test_it_sees_that_a_wall_cannot_be_built(cache: Path) -> None:
    assert not wall_stands(shutil.which("false") or "/bin/false", cache)


def test_it_carries_outcomes_over_the_wire_unchanged() -> None:
    calls = (
        CallOutcome(State.FINISHED, [Array("int64", (1,), [1]), Opaque("A"), 1j, float("inf")]),
        CallOutcome(State.RAISED, None, "out", Failure("E", "m", 3), 1.5),
    )
    outcome = Outcome(State.FINISHED, "x\ud800", None, 2.0, 7, calls)
    assert read_outcome(write_outcome(outcome), 2) == outcome


@pytest.mark.parametrize(
    "change", [{"state": "won"}, {"calls": []}, {"ms": None}, {"error": 1}, {"calls": [{}]}]
)
def test_it_refuses_what_a_runner_forges(change: dict[str, object]) -> None:
    sent = json.loads(write_outcome(Outcome(State.FINISHED, calls=(CallOutcome(State.FINISHED),))))
    with pytest.raises(BadValue):
        read_outcome(json.dumps(sent | change).encode(), 1)
