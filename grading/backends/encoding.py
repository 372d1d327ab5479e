"""The program of an encoder's own process: `python -m grading.backends.encoding NAME THREADS FD`.

It ends when its other end closes, and outlives signals that are meant for that one: whoever asks
may still be at its last answer.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue

import numpy as np

from grading.backends.errors import BackendError
from grading.backends.named import load_named
from grading.engine.encoder import Encoder

Asked = tuple[int, Sequence[str]]
Ending = Callable[[], object] | None
NONE = np.zeros((0, 0), dtype=np.float32)


def serve(line: Connection, name: str, threads: int, end: Ending = None) -> None:
    """Answer each (number, texts) with (number, rows, id, error, permanent), in order.

    `end` is called as soon as the other end closes, whatever is being encoded or loaded.
    """
    asked: SimpleQueue[Asked | None] = SimpleQueue()
    # Listening goes on while it encodes: two ends that both wait to be read would wait for ever.
    threading.Thread(target=listen, args=(line, asked, end), daemon=True).start()
    encoder: Encoder | None = None
    while (each := asked.get()) is not None:
        number, texts = each
        try:
            encoder = encoder or load_named(name, threads)
            line.send((number, encoder.encode(texts), encoder.id))
            if not texts:  # Only its id was wanted: it loads while the other end loads its own.
                encoder.encode(["."])
        except BackendError as error:
            line.send((number, NONE, "", error.message, error.permanent))
        except Exception as error:  # its words may hold the candidate's: only its kind is told
            line.send((number, NONE, "", f"The encoder failed: {type(error).__name__}.", False))


def listen(line: Connection, asked: SimpleQueue[Asked | None], end: Ending) -> None:
    try:
        while True:
            asked.put(line.recv())
    except (EOFError, OSError):
        if end is not None:
            end()
        asked.put(None)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with suppress(OSError):
        # it keeps nothing that would have to be put away
        serve(Connection(int(sys.argv[3])), sys.argv[1], int(sys.argv[2]), lambda: os._exit(0))
