"""The answer cut into spans, each knowing which rubric points its words were taken for."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A stretch of the answer; `points` are the keys quoted here, `first` those quoted here first."""

    text: str
    points: tuple[str, ...]
    first: tuple[str, ...]


def mark_up(text: str, quotes: Mapping[str, Sequence[Sequence[int]]]) -> list[Segment]:
    """Cut `text` at every quote's ends; joined together the segments are the text again."""
    spans = [
        (*trim(text, max(0, start), min(len(text), end)), key)
        for key, ranges in quotes.items()
        for start, end in ranges
    ]
    spans = [span for span in spans if span[0] < span[1]]
    cuts = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    segments: list[Segment] = []
    seen: set[str] = set()
    for start, end in itertools.pairwise(cuts):
        here = tuple(dict.fromkeys(k for s, e, k in spans if s <= start and end <= e))
        first = tuple(key for key in here if key not in seen)
        seen.update(here)
        segments.append(Segment(text[start:end], here, first))
    return segments


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Move a quote's ends inwards past white space, which nobody said."""
    quoted = text[start:end]
    return start + len(quoted) - len(quoted.lstrip()), start + len(quoted.rstrip())
