"""The two sides of a short answer, answer and reference, as the features read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grading.engine.encoder import FloatMatrix
from grading.engine.reading import Reading
from grading.engine.segment import Span, windows

BLANK = "-"


@dataclass(frozen=True)
class Side:
    """One text's reading, its words outside the question, its pieces and its plain words."""

    reading: Reading
    demoted: str
    pieces: tuple[str, ...]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Vectors:
    """Vectors of texts, and where each text's row is."""

    rows: FloatMatrix
    place: Mapping[str, int]

    def of(self, texts: Sequence[str]) -> FloatMatrix:
        return self.rows[[self.place[text] for text in texts]]


def read_side(reading: Reading, asked: frozenset[str]) -> Side:
    """One text beside the units that its question asks with."""
    kept, last = [], 0
    for unit in reading.units:
        if unit.id in asked and unit.start >= last:
            kept.append(reading.text[last : unit.start])
            last = unit.end
    demoted = " ".join("".join([*kept, reading.text[last:]]).split()) or BLANK
    spans: tuple[Span, ...] = windows(reading.sentences, reading.clauses)
    pieces = tuple(reading.text[s.start : s.end] for s in spans) or (reading.text or BLANK,)
    words = {reading.text[u.start : u.end].lower(): u.id for u in reading.units}
    return Side(reading, demoted, pieces, words)
