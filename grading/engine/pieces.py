"""Texts as sets of small pieces: letters by fours, and words with the few that follow them."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Pieces = NDArray[np.uint32]

LETTERS = 4
FOLLOWING = 4
# odd, so that no bit of what is hashed is lost in the products, which wrap round
STEP = np.uint32(2654435761)
NONE: Pieces = np.zeros(0, dtype=np.uint32)


def letter_pieces(text: str) -> Pieces:
    """Every four letters in a row, across words, whatever their case: inflections share most of them."""
    even = " " + " ".join(text.lower().split()) + " "
    codes = np.frombuffer(even.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    count = len(codes) - LETTERS + 1
    if count < 1:
        return NONE
    found = codes[:count].astype(np.uint32)
    for place in range(1, LETTERS):
        found = found * STEP + codes[place : place + count]
    return np.unique(found)


def word_pieces(units: Sequence[str]) -> Pieces:
    """The words, and each with every one of the four that follow it: who does what to whom."""
    words = np.array([_word(unit) for unit in units], dtype=np.uint32)
    steps = range(1, min(FOLLOWING + 1, len(words)))
    return np.unique(np.concatenate([words, *(words[:-n] * STEP + words[n:] for n in steps)]))


@functools.lru_cache(maxsize=20_000)
def _word(unit: str) -> int:
    return zlib.crc32(unit.encode("utf-8", "surrogatepass"))
