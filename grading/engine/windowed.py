"""An answer cut into windows, each with its words and its vector."""

from __future__ import annotations

from dataclasses import dataclass

from grading.engine.encoder import FloatMatrix
from grading.engine.reading import Reading
from grading.engine.segment import Span


@dataclass(frozen=True)
class Windowed:
    """An answer's windows with their vectors, row for row."""

    reading: Reading
    spans: tuple[Span, ...]
    units: tuple[frozenset[str], ...]
    rows: FloatMatrix
