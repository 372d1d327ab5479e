"""A real worker process and a real broker of the test's own, to be killed and started again."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis

from config.embedded.process import account_for
from config.embedded.valkey import Valkey
from tests.live import Worker, variables_for_processes


class Broker:
    """A Valkey with its journal on disk; `kill` is a crash, `start` finds what was queued."""

    def __init__(self, home: Path) -> None:
        self.password = secrets.token_hex(8)
        self.server = Valkey(home, account_for(home), home / "log", self.password, lasting=True)
        self.port: int | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.port = self.server.start(self.port)

    def flush(self) -> None:
        """Wait until the journal is on disk; it is written through once a second."""
        with Redis.from_url(self.url) as client:
            assert client.execute_command("WAITAOF", 1, 0, 5000)[0] == 1

    def kill(self) -> None:
        process = self.server._process
        assert process is not None
        process.kill()
        process.wait()


@pytest.fixture
def broker() -> Iterator[Broker]:
    home = Path(tempfile.mkdtemp(prefix="rehearsal-broker-"))
    home.chmod(0o711)
    broker = Broker(home)
    broker.start()
    yield broker
    broker.server.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[Callable[..., Worker]]:
    """Start a worker with settings of its own; every one is ended with the test."""
    workers: list[Worker] = []

    def start(**environment: str) -> Worker:
        worker = Worker(variables_for_processes() | environment)
        worker.begin()
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        worker.kill()


def wait_for(condition: Callable[[], bool], seconds: float = 90) -> None:
    """Wait until the condition holds; fail after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)
