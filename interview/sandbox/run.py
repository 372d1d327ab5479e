"""One program, one fresh instance: import it, make the calls, and say how each ended."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from interview.sandbox.instance import Instance, Turn
from interview.sandbox.limits import Limits
from interview.sandbox.outcome import CallOutcome, Outcome, State
from interview.sandbox.warm import is_warm, stamp_of

NOT_RUN = CallOutcome(State.NOT_RUN)
DEFAULTS = Limits()


def run(
    program: str,
    calls: Sequence[str] = (),
    *,
    cache: Path,
    setup: str = "",
    limits: Limits = DEFAULTS,
) -> Outcome:
    """Return how `program` and then each of `calls` ended, in an instance made for this run.

    program: a module's text, as the candidate wrote it.
    calls: Python expressions over the program's names and those that `setup` makes.
    setup: the question's own code, run after the program's import; the program cannot see it
        while it is imported.
    cache: the folder of the compiled runtime; not compiled yet, the state is WARMING_UP.

    A call that ends the instance (time, a crash) leaves the calls after it NOT_RUN. Nothing that
    a program does raises here.
    """
    if not is_warm(cache):
        state = State.UNAVAILABLE if stamp_of(cache) is None else State.WARMING_UP
        return Outcome(state, calls=(NOT_RUN,) * len(calls))
    began = time.perf_counter()
    with Instance(limits, cache) as instance:
        first = instance.turn(f"load({literal(program)})", limits.call_seconds)
        outcomes: list[CallOutcome] = []
        if first.state == State.FINISHED and calls:
            make_ready(instance, setup, limits)
            for expression in calls:
                left = limits.seconds - (time.perf_counter() - began)
                if instance.ended or left <= 0:
                    break
                code = f"call({literal(expression)}, scope)"
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


def make_ready(instance: Instance, setup: str, limits: Limits) -> None:
    """Give the calls their names; numpy is there as `np` for all of them."""
    source = f"import numpy as np\n{setup}"
    instance.turn(f"scope = {{}}\nprepare({literal(source)}, scope)", limits.call_seconds)


def literal(text: str) -> str:
    """Return a Python literal of the text; lone surrogates survive the way as escapes."""
    return json.dumps(text)


def outcome_of(turn: Turn) -> CallOutcome:
    found = CallOutcome(turn.state, turn.value, turn.stdout, turn.error, turn.ms)
    return found if math.isfinite(turn.ms) else replace(found, ms=0.0)
