"""`make run` as a whole: one start, one address, one Ctrl-C, whatever happens in between."""

from __future__ import annotations

import http.client
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest

from config.embedded.process import free_port
from tests.operations.conftest import Place, wait_for

SUPERVISE = ("-m", "config.supervise")


class RunningSite:
    """A site that was started as `make run` does it, and what it prints."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.port = free_port(None)
        self.process = place.start(*SUPERVISE, PORT=str(self.port), PLAIN_STATIC="1")
        self.printed: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line)
            if "Rehearsal is ready" in line:
                break

    def ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        return False

    def stop(self, how: signal.Signals) -> str:
        self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=60)
        return rest


@pytest.fixture
def running(place: Place) -> Iterator[RunningSite]:
    running = RunningSite(place)
    assert running.process.poll() is None, "".join(running.printed)
    yield running
    if running.process.poll() is None:
        running.stop(signal.SIGTERM)


def test_it_lives_through_crashes_and_leaves_nothing_behind(running: RunningSite) -> None:
    place = running.place
    assert f"http://127.0.0.1:{running.port}/" in running.printed[-1]
    for word in ("uvicorn", "-Q grading", "-Q default", " beat ", "postgres -D", "embedded.keeper"):
        victim = place.one(word)
        victim.kill()
        wait_for(lambda word=word, victim=victim: replaced(place, word, victim), 30)  # type: ignore[misc]
        wait_for(running.ready, 30)
    rest = running.stop(signal.SIGINT)
    assert running.process.returncode == 0, rest
    assert "Stopped." in rest
    expect_nothing_left(place)


def expect_nothing_left(place: Place) -> None:
    """What served a worker ends when its line to it closes, which may be a moment later."""
    wait_for(lambda: place.processes() == [])


def replaced(place: Place, word: str, victim: psutil.Process) -> bool:
    now = place.processes(word)
    return bool(now) and victim not in now


def test_it_runs_once_per_folder(running: RunningSite) -> None:
    status, output = running.place.run(*SUPERVISE, PORT=str(free_port(None)))
    assert status == 1
    assert output.count("\n") == 1
    assert f"already running at http://127.0.0.1:{running.port}/" in output
    status, output = running.place.run("manage.py", "check")
    assert status == 0, output
    assert running.ready()
    running.stop(signal.SIGHUP)
    expect_nothing_left(running.place)


def test_it_starts_again_quickly_with_all_data(running: RunningSite) -> None:
    code = "from interview.models import User; print('people', User.objects.count())"
    _, before = running.place.run("manage.py", "shell", "-c", code)
    running.stop(signal.SIGTERM)
    began = time.monotonic()
    again = RunningSite(running.place)
    assert time.monotonic() - began < 30  # A third of that on a machine that does nothing else.
    _, after = running.place.run("manage.py", "shell", "-c", code)
    assert before.splitlines()[-1] == after.splitlines()[-1]
    again.stop(signal.SIGTERM)


def test_it_starts_nothing_when_the_port_is_taken(empty_place: Place) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, output = empty_place.run(*SUPERVISE, PORT=str(port))
    assert status == 1
    assert output.count("\n") == 1
    assert f"make run PORT={port + 1}" in output
    assert not (empty_place.data / "servers").exists()


@pytest.mark.parametrize("port", ["0", "70000", "web"])
def test_it_refuses_a_port_that_is_none(empty_place: Place, port: str) -> None:
    status, output = empty_place.run(*SUPERVISE, PORT=port)
    assert status == 1
    assert output.startswith("PORT must be")


def test_it_can_be_stopped_while_it_is_still_preparing(empty_place: Place) -> None:
    process = empty_place.start(*SUPERVISE, PORT=str(free_port(None)), PLAIN_STATIC="1")
    assert process.stdout is not None
    for line in process.stdout:
        if "migrations" in line:
            break
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    assert process.returncode == 0, rest
    assert "Traceback" not in rest
    expect_nothing_left(empty_place)
