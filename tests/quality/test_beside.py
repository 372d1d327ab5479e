"""An encoder's own process: the same bytes, replies to whom they belong, an end with its owner."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection

import numpy as np
import psutil
import pytest

from grading.backends import encoding
from grading.backends.beside import Beside
from grading.backends.errors import BackendError
from grading.backends.load import load_beside, load_encoder
from grading.engine.encoder import FloatMatrix
from tests.environment import ROOT
from tests.flows.conftest import wait_for

TEXTS = ["재현율이 오른다", "Bagging lowers variance."]


@pytest.fixture(scope="module")
def beside() -> Beside:
    return Beside("use-m3")


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_it_gives_the_same_bytes_as_the_encoder_here(beside: Beside) -> None:
    here = load_encoder("use-m3")
    assert beside.id == here.id
    assert beside.encode(TEXTS).tobytes() == here.encode(TEXTS).tobytes()
    assert beside.encode([]).shape == here.encode([]).shape


def test_it_gives_each_caller_its_own_rows_in_whatever_order(beside: Beside) -> None:
    first, dropped, last = (beside.begin([text]) for text in (TEXTS[0], "nobody waits", TEXTS[1]))
    del dropped
    assert np.array_equal(last(), beside.encode(TEXTS[1:]))
    assert np.array_equal(first(), beside.encode(TEXTS[:1]))


def test_it_serves_several_threads(beside: Beside) -> None:
    texts = [f"{word} {n}" for n in range(12) for word in TEXTS]
    expected = {text: beside.encode([text]) for text in texts}
    found: dict[str, FloatMatrix] = {}

    def work(text: str) -> None:
        found[text] = beside.encode([text])

    threads = [threading.Thread(target=work, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(found[text], expected[text]) for text in texts)


def test_it_fails_what_was_owed_when_the_process_dies_and_starts_another() -> None:
    before = children()
    beside = Beside("use-m3")
    expected = beside.encode(TEXTS)
    (pid,) = children() - before
    os.kill(pid, signal.SIGSTOP)
    owed = beside.begin(TEXTS)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(BackendError, match="ended") as raised:
        owed()
    assert not raised.value.permanent
    assert np.array_equal(beside.encode(TEXTS), expected)


def test_it_ends_its_process_when_nobody_holds_it() -> None:
    before = children()
    beside = Beside("use-m3")
    assert beside.id
    assert children() - before
    del beside
    gc.collect()
    assert children() <= before


def test_it_leaves_nothing_behind_once_closed() -> None:
    before = children()
    beside = Beside("use-m3")
    beside.begin(TEXTS)
    beside.close()
    assert children() <= before
    assert beside.encode(TEXTS).shape == (2, 512)


def test_its_process_outlives_an_interrupt_and_ends_with_a_killed_owner() -> None:
    program = (
        "from grading.backends.beside import Beside; import psutil, time; b = Beside('use-m3'); b.id;"
        "print(psutil.Process().children()[0].pid, flush=True); time.sleep(600)"
    )
    owner = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
    assert owner.stdout is not None
    pid = int(owner.stdout.readline())
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(pid, number)
    assert psutil.pid_exists(pid)
    owner.kill()
    owner.wait()
    wait_for(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie")


class Echo:
    """Fails on a word, and answers more than a line holds."""

    id = "echo"

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        if "crash" in texts:
            raise ValueError("the candidate's own words")
        return np.full((64, 512), len(texts), dtype=np.float32)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    monkeypatch.setattr(encoding, "load_named", lambda *_: Echo())
    ours, theirs = socket.socketpair()
    end = Connection(theirs.detach())
    thread = threading.Thread(target=encoding.serve, args=(end, "echo", 1))
    thread.start()
    with Connection(ours.detach()) as line:
        yield line
    thread.join()


def test_it_hears_while_nobody_hears_it(line: Connection) -> None:
    for number in range(60):
        line.send((number, ["a long answer " * 1000]))
    assert [line.recv()[0] for _ in range(60)] == list(range(60))


def test_it_tells_an_error_without_its_words_and_goes_on(line: Connection) -> None:
    line.send((1, ["crash"]))
    line.send((2, ["fine"]))
    *_, error, permanent = line.recv()
    assert (error, permanent) == ("The encoder failed: ValueError.", False)
    assert line.recv()[1].shape == (64, 512)


def test_it_says_why_there_is_no_encoder(line: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise BackendError("It is not installed.", permanent=True)

    monkeypatch.setattr(encoding, "load_named", fail)
    line.send((1, []))
    assert line.recv()[-2:] == ("It is not installed.", True)


def test_it_is_used_where_a_second_core_is_free_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("EMBEDDING_PROCESS", raising=False)
    for cores, wish, expected in ((1, "", False), (2, "", True), (1, "1", True), (2, "0", False)):
        monkeypatch.setattr("grading.backends.load.cores", lambda cores=cores: cores)
        monkeypatch.setenv("EMBEDDING_PROCESS", wish)
        assert isinstance(load_beside("use-m3"), Beside) is expected
    monkeypatch.setenv("EMBEDDING_PROCESS", "perhaps")
    with pytest.raises(BackendError, match="EMBEDDING_PROCESS"):
        load_beside("use-m3")
