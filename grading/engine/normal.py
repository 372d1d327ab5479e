"""The normal form of a text, with a way back to the raw characters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
# Nothing in a text of these composes, changes length or is dropped.
PLAIN = re.compile(r"[\x00-\x7f가-힣·‘’“”–—−]*")
STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"})


@dataclass(frozen=True)
class Normal:
    """A normalised text; `starts[i]` and `ends[i]` bound the raw characters behind character i."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span behind a non-empty normalised one."""
        return self.starts[start], self.ends[end - 1]


def normalise(raw: str) -> Normal:
    """Compose, unify widths and quotes, drop invisible characters, replace astral ones.

    Decomposed Hangul is composed because people type it on some systems and no dictionary holds
    it; characters outside the basic plane are replaced one for one because tokenisers count them
    differently.
    """
    if PLAIN.fullmatch(raw):
        size = len(raw)
        return Normal(raw.translate(STRAIGHT), tuple(range(size)), tuple(range(1, size + 1)))
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(raw):
        end = position + 1
        while end < len(raw) and _joins(raw[position], raw[end]):
            end += 1
        piece = unicodedata.normalize("NFKC", raw[position:end]).translate(STRAIGHT)
        for char in piece:
            if char in INVISIBLE:
                continue
            out.append(char if ord(char) < 0x10000 else "\u25a1")
            starts.append(position)
            ends.append(end)
        position = end
    return Normal("".join(out), tuple(starts), tuple(ends))


def _joins(first: str, char: str) -> bool:
    """Whether a character composes with the cluster before it."""
    if "\u1100" <= first <= "\u1112" and (
        "\u1161" <= char <= "\u1175" or "\u11a8" <= char <= "\u11c2"
    ):
        return True
    return unicodedata.combining(char) != 0
