"""An answer cut into the windows that may earn credit, before and after they are encoded."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from grading.engine.encoder import FloatMatrix
from grading.engine.reading import Reading
from grading.engine.segment import Span, windows
from grading.engine.windowed import Windowed

SHOUTED = 8


@dataclass(frozen=True)
class Cut:
    """A reading's windows, and their texts without repeats."""

    reading: Reading
    spans: tuple[Span, ...]
    places: tuple[int, ...]
    texts: tuple[str, ...]

    def encoded(self, rows: FloatMatrix) -> Windowed:
        """The windows with the rows of `texts`."""
        return _joined(self.reading, self.spans, rows[list(self.places)])


def cut(reading: Reading) -> Cut:
    spans = _graded_spans(reading)
    texts = [_quiet(reading.text[span.start : span.end]) for span in spans]
    place = {text: i for i, text in enumerate(dict.fromkeys(texts))}
    return Cut(reading, spans, tuple(place[text] for text in texts), tuple(place))


def _quiet(text: str) -> str:
    """Text written in capitals, in small letters: encoders take shouting for other words."""
    large = sum(map(str.isupper, text))
    return text.lower() if large >= SHOUTED and large > sum(map(str.islower, text)) else text


def _graded_spans(reading: Reading) -> tuple[Span, ...]:
    """The windows that may earn credit: not orders to the grader, not what was said already."""
    left_out = {*reading.orders, *reading.repeats}
    sentences = tuple(s for s in reading.sentences if s not in left_out)
    parts = tuple(
        c for c in reading.clauses if any(s.start <= c.start and c.end <= s.end for s in sentences)
    )
    return windows(sentences, parts)


def _joined(reading: Reading, spans: tuple[Span, ...], rows: FloatMatrix) -> Windowed:
    """The windows, with each pair of neighbouring sentences added as the mean of their vectors.

    Encoding the pairs would double the work; the mean of two unit vectors is nearly as good.
    """
    own = dict(zip(spans, rows, strict=True))
    sentences = [s for s in reading.sentences if s in own]
    joined = [Span(a.start, b.end) for a, b in pairwise(sentences)]
    if joined:
        sums = np.stack([own[a] + own[b] for a, b in pairwise(sentences)])
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        rows = np.concatenate([rows, sums.astype(np.float32)])
    spans = (*spans, *joined)
    return Windowed(reading, spans, tuple(reading.units_in(span) for span in spans), rows)
