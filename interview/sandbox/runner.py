"""A runner in a process of its own, started when it is needed and again when it has died."""

from __future__ import annotations

import selectors
import subprocess
import time
from collections.abc import Sequence
from threading import Lock

MOST_BYTES = 64 * 1024 * 1024
CHUNK = 1024 * 1024


class RunnerLost(Exception):
    """The process ended, or said nothing in time and was ended."""


class Runner:
    """Asks one line, waits for one line; a process that fails at it is replaced at the next asking."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = list(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def ask(self, line: bytes, seconds: float) -> bytes:
        """Return the answer to `line`; RunnerLost when none comes within `seconds`."""
        with self._lock:
            process = self._start()
            try:
                assert process.stdin is not None
                process.stdin.write(line)
                process.stdin.flush()
                return self._answer(process, time.monotonic() + seconds)
            except (OSError, RunnerLost) as error:
                self._stop()
                raise RunnerLost from error

    def stop(self) -> None:
        with self._lock:
            self._stop()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait()

    @staticmethod
    def _answer(process: subprocess.Popen[bytes], deadline: float) -> bytes:
        assert process.stdout is not None
        found = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not found.endswith(b"\n"):
                left = deadline - time.monotonic()
                if left <= 0 or len(found) > MOST_BYTES or not selector.select(left):
                    raise RunnerLost
                part = process.stdout.read(CHUNK)
                if not part:
                    raise RunnerLost
                found += part
        return bytes(found)
