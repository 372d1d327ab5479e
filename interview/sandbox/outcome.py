"""How a run ended: a named state each, never an exception."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    FINISHED = "finished"
    RAISED = "raised"  # an exception that the program did not catch
    EXITED = "exited"  # sys.exit, os._exit, quit
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    OUTPUT_LIMIT = "output_limit"
    CRASHED = "crashed"  # the interpreter itself: a stack overflow, an abort
    NOT_RUN = "not_run"  # an earlier call ended the instance, or the whole run's time was over
    WARMING_UP = "warming_up"  # the runtime is still being compiled
    UNAVAILABLE = "unavailable"  # no runtime on this machine


@dataclass(frozen=True)
class Failure:
    """An exception of the guest; `line` is the last line of the candidate's own code, if any."""

    type: str
    message: str
    line: int | None = None


@dataclass(frozen=True)
class CallOutcome:
    state: State
    value: Any = None  # decoded by `values.decode`
    stdout: str = ""
    error: Failure | None = None
    ms: float = 0.0  # wall time, what a person would wait
    cpu_ms: float = 0.0  # processor time: the same on a busy machine as on an idle one


@dataclass(frozen=True)
class Outcome:
    """`state` and the fields beside it tell of the program's import; `calls` of each call."""

    state: State
    stdout: str = ""
    error: Failure | None = None
    ms: float = 0.0
    # the guest's linear memory at its largest, in bytes; None when the instance did not survive
    peak_memory: int | None = None
    calls: tuple[CallOutcome, ...] = field(default_factory=tuple)

    @property
    def value(self) -> Any:
        """The last call's value."""
        return self.calls[-1].value if self.calls else None

    @property
    def worst(self) -> State:
        """The first state that is not FINISHED, of the program and its calls in order."""
        states = (self.state, *(call.state for call in self.calls))
        return next((state for state in states if state != State.FINISHED), State.FINISHED)
