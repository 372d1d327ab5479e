"""Data folders of their own, and the processes that work in them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.environment import ROOT

DROPPED = ("DATABASE_URL", "REDIS_URL", "REHEARSAL_THROW_AWAY", "MAKELEVEL")


class Place:
    """A data folder with commands that use it, as somebody at a terminal would."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.started: list[subprocess.Popen[str]] = []

    def variables(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
        return {**kept, "REHEARSAL_DATA": str(self.data)}

    def start(self, *argv: str, **variables: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *argv],
            cwd=ROOT,
            env={**self.variables(), **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def run(self, *argv: str, **variables: str) -> tuple[int, str]:
        """Run a command to its end; return its exit status and all that it printed."""
        process = self.start(*argv, **variables)
        output, _ = process.communicate(timeout=120)
        return process.returncode, output

    def processes(self, word: str = "") -> list[psutil.Process]:
        """Return what runs because of this folder and has the word in its command line."""
        return [p for p in psutil.process_iter() if self._is_ours(p, word)]

    def one(self, word: str) -> psutil.Process:
        """Return the oldest process with this word in its command line."""
        return min(self.processes(word), key=lambda process: process.create_time())

    def _is_ours(self, process: psutil.Process, word: str) -> bool:
        with suppress(psutil.Error, OSError):
            if process.status() == psutil.STATUS_ZOMBIE or word not in " ".join(process.cmdline()):
                return False
            if self.data in Path(process.cwd()).parents:
                return True
            return process.environ().get("REHEARSAL_DATA") == str(self.data)
        return False


@pytest.fixture(scope="session")
def database_made_once() -> Iterator[Path]:
    """The files of a database that has just been made, which takes seconds on a slow disk."""
    with tempfile.TemporaryDirectory(prefix="rehearsal-made-") as name:
        Path(name).chmod(0o711)
        place = Place(Path(name).resolve() / "data")
        status, output = place.run("-m", "tests.operations.visitor")
        assert status == 0, output
        yield place.data


@pytest.fixture
def empty_place() -> Iterator[Place]:
    """A folder whose name has a space and Korean letters in it, and nothing in it yet."""
    with tempfile.TemporaryDirectory(prefix="rehearsal-place ") as name:
        Path(name).chmod(0o711)
        place = Place(Path(name).resolve() / "자료 data")
        yield place
        for process in place.processes():
            with suppress(psutil.Error):
                process.kill()
        for started in place.started:
            started.wait()


@pytest.fixture
def place(empty_place: Place, database_made_once: Path) -> Place:
    """Such a folder with an empty database in it, whose servers are not running."""
    subprocess.run(["cp", "-a", database_made_once, empty_place.data], check=True)
    return empty_place


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
