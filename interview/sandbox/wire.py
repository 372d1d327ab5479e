"""A run's request and outcome as one line of JSON each, for a runner in another process.

JSON and not pickles: the runner is where candidates' code runs, and what comes from there is data
to be looked at, never an object to be made.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from interview.sandbox.limits import Limits
from interview.sandbox.outcome import CallOutcome, Failure, Outcome, State
from interview.sandbox.values import BadValue, build_value, open_envelope, pack_value


def write_request(program: str, calls: Sequence[str], setup: str | None, limits: Limits) -> bytes:
    request = {"program": program, "calls": list(calls), "setup": setup, "limits": asdict(limits)}
    return json.dumps(request).encode() + b"\n"


def read_request(line: bytes) -> tuple[str, list[str], str | None, Limits]:
    request = json.loads(line)
    return request["program"], request["calls"], request["setup"], Limits(**request["limits"])


def write_outcome(outcome: Outcome) -> bytes:
    sent = {
        "state": outcome.state,
        "stdout": outcome.stdout,
        "error": asdict(outcome.error) if outcome.error else None,
        "ms": outcome.ms,
        "peak_memory": outcome.peak_memory,
        "calls": [write_call(call) for call in outcome.calls],
    }
    return json.dumps(sent).encode() + b"\n"


def write_call(call: CallOutcome) -> dict[str, Any]:
    return {
        "state": call.state,
        "value": pack_value(call.value),
        "stdout": call.stdout,
        "error": asdict(call.error) if call.error else None,
        "ms": call.ms,
        "cpu_ms": call.cpu_ms,
    }


def read_outcome(line: bytes, calls: int) -> Outcome:
    """Return what the runner says of `calls` calls; BadValue when it is not of the agreed form."""
    sent = open_envelope(line)
    try:
        outcome = Outcome(
            state=State(sent["state"]),
            stdout=str(sent["stdout"]),
            error=read_failure(sent["error"]),
            ms=float(sent["ms"]),
            peak_memory=None if sent["peak_memory"] is None else int(sent["peak_memory"]),
            calls=tuple(read_call(call) for call in sent["calls"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadValue from error
    if len(outcome.calls) != calls:
        raise BadValue
    return outcome


def read_call(sent: dict[str, Any]) -> CallOutcome:
    return CallOutcome(
        state=State(sent["state"]),
        value=build_value(sent["value"]),
        stdout=str(sent["stdout"]),
        error=read_failure(sent["error"]),
        ms=float(sent["ms"]),
        cpu_ms=float(sent["cpu_ms"]),
    )


def read_failure(sent: dict[str, Any] | None) -> Failure | None:
    if sent is None:
        return None
    line = sent["line"]
    return Failure(str(sent["type"]), str(sent["message"]), line if isinstance(line, int) else None)
