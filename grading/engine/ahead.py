"""Answers encoded while others are read and judged."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import numpy as np

from grading.engine.cut import Cut
from grading.engine.encoder import Encoder, FloatMatrix
from grading.engine.windowed import Windowed

AHEAD = 2


def encode_ahead(encoder: Encoder, cuts: Iterable[Cut]) -> Iterator[Windowed]:
    """Each answer encoded in a call of its own.

    For encoders whose last bits depend on what else is in the call (`alone`): an answer's verdict
    does not depend on which answers were waiting with it. Where the encoder can `begin` a call
    and let it be waited for later, what the caller does between two steps, and the iterable to
    find the next, goes on beside the encoding.
    """
    waiting: deque[tuple[Cut, Callable[[], FloatMatrix]]] = deque()
    begin = getattr(encoder, "begin", None) or partial(partial, encoder.encode)
    for each in cuts:
        waiting.append((each, begin(each.texts) if each.texts else _nothing))
        if len(waiting) > AHEAD:
            yield _encoded(*waiting.popleft())
    while waiting:
        yield _encoded(*waiting.popleft())


def encode_together(encoder: Encoder, cuts: Sequence[Cut]) -> list[Windowed]:
    """All answers encoded in one call."""
    place = {text: i for i, text in enumerate(dict.fromkeys(t for c in cuts for t in c.texts))}
    rows = encoder.encode(list(place)) if place else _nothing()
    return [each.encoded(rows[[place[text] for text in each.texts]]) for each in cuts]


def _encoded(each: Cut, rows: Callable[[], FloatMatrix]) -> Windowed:
    return each.encoded(rows())


def _nothing() -> FloatMatrix:
    return np.zeros((0, 1), dtype=np.float32)
