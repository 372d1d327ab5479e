"""Answers encoded while others are read and judged."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain

import numpy as np

from grading.engine.cut import Cut
from grading.engine.encoder import Encoder, FloatMatrix
from grading.engine.windowed import Windowed

AHEAD = 2
# An encoder's many short products each ask for the interpreter again; at the usual five
# milliseconds it would wait for most of what this is to save.
PATIENCE = 5e-5


def encode_ahead(encoder: Encoder, cuts: Iterable[Cut]) -> Iterator[Windowed]:
    """Each answer encoded in a call of its own, on a second thread.

    For encoders whose last bits depend on what else is in the call (`alone`): an answer's verdict
    does not depend on which answers were waiting with it. What the caller does between two steps,
    and the iterable to find the next, goes on beside the encoding; one answer alone needs no thread.
    """
    cuts = iter(cuts)
    first, second = next(cuts, None), next(cuts, None)
    if first is None:
        return
    if second is None:
        yield first.encoded(encode(encoder, first))
        return
    with ThreadPoolExecutor(1) as pool, short_turns():
        waiting: deque[tuple[Cut, Future[FloatMatrix]]] = deque()
        for each in chain((first, second), cuts):
            waiting.append((each, pool.submit(encode, encoder, each)))
            if len(waiting) > AHEAD:
                done, rows = waiting.popleft()
                yield done.encoded(rows.result())
        for done, rows in waiting:
            yield done.encoded(rows.result())


def encode_together(encoder: Encoder, cuts: Sequence[Cut]) -> list[Windowed]:
    """All answers encoded in one call."""
    place = {text: i for i, text in enumerate(dict.fromkeys(t for c in cuts for t in c.texts))}
    rows = encoder.encode(list(place)) if place else np.zeros((0, 1), dtype=np.float32)
    return [each.encoded(rows[[place[text] for text in each.texts]]) for each in cuts]


def encode(encoder: Encoder, each: Cut) -> FloatMatrix:
    return encoder.encode(each.texts) if each.texts else np.zeros((0, 1), dtype=np.float32)


@contextmanager
def short_turns() -> Iterator[None]:
    """Let threads take turns more often than usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(min(usual, PATIENCE))
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
