"""One program, one fresh instance: import it, make the calls, and say how each ended.

Where `stand_behind` has put up the second wall, the instance is made in a process behind it.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from interview.sandbox.instance import Instance, Turn
from interview.sandbox.limits import Limits
from interview.sandbox.outcome import CallOutcome, Outcome, State
from interview.sandbox.runner import Runner, RunnerLost
from interview.sandbox.values import BadValue
from interview.sandbox.wall import find_bubblewrap, wall_stands, walled
from interview.sandbox.warm import is_warm, stamp_of
from interview.sandbox.wire import read_outcome, write_request

NOT_RUN = CallOutcome(State.NOT_RUN)
DEFAULTS = Limits()
# Beyond a run's own limits: starting the runner, and a busy machine.
PATIENCE_SECONDS = 30.0
# This process's runners behind a wall, by the runtime they read; filled in once, when it starts.
RUNNERS: dict[Path, Runner] = {}


def stand_behind(cache: Path) -> bool:
    """Let all runs of this process happen behind the second wall; False where none can be built."""
    bubblewrap = find_bubblewrap()
    if bubblewrap is None or not wall_stands(bubblewrap, cache):
        return False
    inside = (sys.executable, "-m", "interview.sandbox.inside", str(cache.absolute()))
    RUNNERS[cache] = Runner(walled(bubblewrap, cache, *inside))
    return True


def run(
    program: str,
    calls: Sequence[str] = (),
    *,
    cache: Path,
    setup: str | None = None,
    limits: Limits = DEFAULTS,
) -> Outcome:
    """Return how `program` and then each of `calls` ended, in an instance made for this run.

    program: a module's text, as the candidate wrote it.
    calls: Python expressions over the program's names and those that `setup` makes.
    setup: the question's own code, run after the program's import; the program cannot see it
        while it is imported. Its names, `np` and the builtins are then not the program's to change
        for a call; without it (None) calls are the person's own, and the program's names come first.
    cache: the folder of the compiled runtime; not compiled yet, the state is WARMING_UP.

    A call that ends the instance (time, a crash) leaves the calls after it NOT_RUN. Nothing that
    a program does raises here.
    """
    if not is_warm(cache):
        state = State.UNAVAILABLE if stamp_of(cache) is None else State.WARMING_UP
        return Outcome(state, calls=(NOT_RUN,) * len(calls))
    if runner := RUNNERS.get(cache):
        return run_there(runner, program, calls, setup, limits)
    return run_here(program, calls, cache=cache, setup=setup, limits=limits)


def run_there(
    runner: Runner, program: str, calls: Sequence[str], setup: str | None, limits: Limits
) -> Outcome:
    """Let the runner do it; whatever breaks it is a crash of this program."""
    request = write_request(program, calls, setup, limits)
    try:
        return read_outcome(runner.ask(request, 2 * limits.seconds + PATIENCE_SECONDS), len(calls))
    except (RunnerLost, BadValue):
        return Outcome(State.CRASHED, calls=(NOT_RUN,) * len(calls))


def run_here(
    program: str, calls: Sequence[str], *, cache: Path, setup: str | None, limits: Limits
) -> Outcome:
    """Run in this very process; the runtime must be compiled."""
    with Instance(limits, cache) as instance:
        if setup is not None:
            instance.turn("keep()", limits.seconds)
            if (
                instance.ended
            ):  # nothing of the program has run yet: it is this machine that is slow
                return Outcome(State.UNAVAILABLE, calls=(NOT_RUN,) * len(calls))
        began = time.perf_counter()
        first = instance.turn(f"load({literal(program)})", limits.call_seconds)
        outcomes: list[CallOutcome] = []
        if first.state == State.FINISHED and calls:
            if setup is not None:
                prepare = f"scope = {{}}\nprepare({literal(setup)}, scope)"
                instance.turn(prepare, limits.call_seconds)
            for expression in calls:
                left = limits.seconds - (time.perf_counter() - began)
                if instance.ended or left <= 0:
                    break
                text = literal(expression)
                code = f"call_own({text})" if setup is None else f"call({text}, scope)"
                outcomes.append(outcome_of(instance.turn(code, min(left, limits.call_seconds))))
        outcomes += [NOT_RUN] * (len(calls) - len(outcomes))
        return Outcome(
            state=first.state,
            stdout=first.stdout,
            error=first.error,
            ms=round((time.perf_counter() - began) * 1000, 1),
            peak_memory=instance.peak_memory,
            calls=tuple(outcomes),
        )


def literal(text: str) -> str:
    """Return a Python literal of the text; lone surrogates survive the way as escapes.

    Not JSON: there an emoji is two halves, which to Python are two characters that are none.
    """
    return ascii(text)


def outcome_of(turn: Turn) -> CallOutcome:
    found = CallOutcome(turn.state, turn.value, turn.stdout, turn.error, turn.ms, turn.cpu_ms)
    return found if math.isfinite(turn.ms) else replace(found, ms=0.0)
