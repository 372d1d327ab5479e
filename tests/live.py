"""Real processes against the test database: the web server, and the worker with the real model.

They are other processes, so they see only what is committed: tests that use these fixtures run
without the usual surrounding transaction, and the tables are emptied after them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from config.embedded.process import free_port
from tests.environment import ROOT

LOGS = ROOT / "test-results" / "logs"
START_SECONDS = 60.0


class Process:
    """One program of the site, beside the test; `kill` it, `start` it again."""

    def __init__(self, name: str, argv: list[str], variables: dict[str, str]) -> None:
        self.argv = argv
        self.variables = variables
        LOGS.mkdir(parents=True, exist_ok=True)
        self.log = LOGS / f"{name}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, ready: Callable[[], bool]) -> None:
        """Start the program and wait until it says that it can work."""
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self.argv],
                cwd=ROOT,
                env={**os.environ, **self.variables},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not ready():
            told = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
            assert self.alive(), f"{self.argv[0]} has ended:\n{told}"
            assert time.monotonic() < deadline, f"{self.argv[0]} is not ready:\n{told}"
            time.sleep(0.05)

    def kill(self) -> None:
        """End the program and its children as a power cut would."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class Site(Process):
    """The web server; `url` is where it answers."""

    application = "config.asgi:application"

    def __init__(self, variables: dict[str, str]) -> None:
        port = free_port(None)
        self.url = f"http://127.0.0.1:{port}"
        argv = ["uvicorn", self.application, "--port", str(port), "--lifespan", "off"]
        super().__init__("web", argv, {**variables, "SITE_URL": self.url})

    def begin(self) -> None:
        self.start(self._answers)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False


class Worker(Process):
    """A Celery worker that serves all queues, with one process for the work."""

    def __init__(self, variables: dict[str, str]) -> None:
        argv = ["celery", "-A", "config", "worker", "-Q", "grading,default", "--concurrency", "1"]
        argv += ["-n", f"test-{os.getpid()}@%h", "--without-gossip", "--without-mingle"]
        super().__init__("worker", argv, variables)

    def begin(self) -> None:
        self.start(lambda: b" ready." in self.log.read_bytes())


def variables_for_processes() -> dict[str, str]:
    """Return what points another process at this test process's database and broker."""
    address = urlsplit(os.environ["DATABASE_URL"])
    database = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return {"DATABASE_URL": database, "REDIS_URL": settings.REDIS_URL}


@pytest.fixture(scope="session")
def _site_process(django_db_setup: None) -> Iterator[Site]:
    site = Site(variables_for_processes())
    yield site
    site.kill()


@pytest.fixture(scope="session")
def _worker_process(django_db_setup: None) -> Iterator[Worker]:
    worker = Worker(variables_for_processes())
    yield worker
    worker.kill()


@pytest.fixture
def site(transactional_db: None, _site_process: Site) -> Site:
    """The site in a process of its own, as a browser meets it."""
    if not _site_process.alive():
        _site_process.begin()
    return _site_process


@pytest.fixture
def grading_worker(transactional_db: None, _worker_process: Worker) -> Worker:
    """A running worker with the real encoders; killing it is fine, the next test has a new one."""
    if not _worker_process.alive():
        _worker_process.begin()
    return _worker_process


__all__ = ["Process", "Site", "Worker", "grading_worker", "site"]
