"""An encoder in a process of its own, which encodes while this one reads and judges."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Sequence
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from grading.backends.errors import BackendError
from grading.engine.encoder import FloatMatrix

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0  # seconds; a process that says nothing for longer is given up


class Said(NamedTuple):
    """What the process answers: rows and the encoder's id, or why there are none."""

    number: int
    rows: FloatMatrix
    id: str
    error: str = ""
    permanent: bool = False


class Reply:
    """Rows on their way; calling it waits for them, or raises `BackendError`."""

    def __init__(self, beside: Beside, line: Connection, number: int) -> None:
        self.beside, self.line, self.number = beside, line, number
        self.said: Said | None = None

    def __call__(self) -> FloatMatrix:
        return self.wait().rows

    def wait(self) -> Said:
        said = self.beside.hear(self)
        if said.error:
            raise BackendError(said.error, said.permanent)
        return said


class Beside:
    """The encoder of that name in a second process. Several threads may use it.

    What a process owed when it ended raises `BackendError`; the next call starts another.
    """

    alone = True

    def __init__(self, name: str, threads: int = 1) -> None:
        self.command = [sys.executable, "-m", "grading.backends.encoding", name, str(threads)]
        self._numbers = count()
        self._owed: weakref.WeakValueDictionary[int, Reply] = weakref.WeakValueDictionary()
        self._saying, self._hearing = threading.Lock(), threading.Lock()
        self._id = ""
        self._start()

    @property
    def id(self) -> str:
        """The encoder's own id; the first time, this waits until it is loaded."""
        if not self._id:
            self._id = self.begin(()).wait().id
        return self._id

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        return self.begin(texts)()

    def begin(self, texts: Sequence[str]) -> Reply:
        """Have texts encoded, without waiting for it."""
        with self._saying:
            if not self._end.alive:
                self._start()
            reply = Reply(self, self._line, next(self._numbers))
            self._owed[reply.number] = reply
            try:
                self._line.send((reply.number, list(texts)))
            except OSError as error:
                raise self._lost(self._line) from error
            return reply

    def close(self) -> None:
        """End the process and wait until it is gone; a later call would start another."""
        self._end()

    def hear(self, reply: Reply) -> Said:
        """Take in what comes until it is the answer to this; what nobody waits for is dropped."""
        with self._hearing:
            while reply.said is None:
                try:
                    if not reply.line.poll(PATIENCE):
                        raise TimeoutError
                    said = Said(*reply.line.recv())
                except (EOFError, OSError) as error:
                    raise self._lost(reply.line) from error
                if (owed := self._owed.get(said.number)) is not None:
                    owed.said = said
            return reply.said

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603
                [*self.command, str(theirs.fileno())],
                cwd=ROOT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._line = Connection(ours.detach())
        self._end = weakref.finalize(self, _end, self._line, process)

    def _lost(self, line: Connection) -> BackendError:
        if line is self._line:
            self._end()
        return BackendError("The encoder's process has ended.", permanent=False)


def _end(line: Connection, process: subprocess.Popen[bytes]) -> None:
    """It keeps nothing, so that it can be killed at any moment."""
    line.close()
    process.kill()
    process.wait()
