"""The running children: started together, started again when they die, stopped in order."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable

from config.env import ROOT
from config.supervise.programs import Program
from config.supervise.terminal import relay, say

STEADY_SECONDS = 30.0
TRIES = 6
LONGEST_PAUSE = 8.0
# Celery ends its current task on SIGTERM and lets go of it on SIGQUIT; the queue has it still.
STOPPING = ((signal.SIGTERM, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 10.0))


class GaveUpError(Exception):
    """A program ends again and again, so that starting it once more would not help."""


class Child:
    """One program and its present process."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._failures = 0
        self._next_try = 0.0

    def start(self) -> None:
        self._began = time.monotonic()
        argv = [
            sys.executable,
            "-m",
            "config.supervise.child",
            str(os.getpid()),
            *self.program.argv,
        ]
        self.process = subprocess.Popen(
            argv,
            cwd=ROOT,
            env={**os.environ, **self.program.variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which keeps the order.
        )
        output = (self.program.name, self.process.stdout)
        threading.Thread(target=relay, args=output, daemon=True).start()

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def tend(self) -> None:
        """Start the program again if it has ended, after longer pauses the more often it does."""
        now = time.monotonic()
        if self.process is not None and not self.alive():
            ended, self.process = self.process, None
            self.signal(signal.SIGKILL, ended)  # A dead worker's children go with it.
            self._failures = 1 if now - self._began > STEADY_SECONDS else self._failures + 1
            if self._failures >= TRIES:
                raise GaveUpError(
                    f"{self.program.name} has ended {TRIES} times in a row; "
                    "the reason stands in its lines above."
                )
            self._next_try = now + min(0.5 * 2 ** (self._failures - 1), LONGEST_PAUSE)
            say(f"{self.program.name} has ended ({_reason(ended.returncode)}); starting it again.")
        if self.process is None and now >= self._next_try:
            self.start()

    def signal(self, number: signal.Signals, process: subprocess.Popen[bytes] | None) -> None:
        """Signal a process; SIGKILL goes to everything in its group."""
        if process is None:
            return
        try:
            if number == signal.SIGKILL:
                os.killpg(process.pid, number)
            else:
                process.send_signal(number)
        except (ProcessLookupError, PermissionError):
            pass  # It has ended; macOS says so in the second way.


class Crew:
    """All children of the site."""

    def __init__(self, programs: Iterable[Program]) -> None:
        self.children = [Child(program) for program in programs]
        self.hurried = False

    def start(self) -> None:
        for child in self.children:
            child.start()

    def tend(self) -> None:
        for child in self.children:
            child.tend()

    def stop(self) -> None:
        for turn in sorted({child.program.stops for child in self.children}):
            _stop([child for child in self.children if child.program.stops == turn], self)


def _stop(children: list[Child], crew: Crew) -> None:
    for number, seconds in STOPPING:
        if crew.hurried and number != signal.SIGKILL:
            continue
        for child in children:
            if number == signal.SIGKILL or child.alive():
                child.signal(number, child.process)
        deadline = time.monotonic() + seconds
        while any(child.alive() for child in children) and time.monotonic() < deadline:
            if crew.hurried and number != signal.SIGKILL:
                break
            time.sleep(0.05)


def _reason(code: int) -> str:
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name
