"""Where the glossary's terms stand in a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grading.engine.glossary import Glossary
from grading.engine.tokens import Token

GLUE = frozenset(" \t\n-_")
PLURALS = ("", "s", "es")


@dataclass(frozen=True, slots=True)
class TermHit:
    """A canonical term and the span that names it."""

    term: str
    start: int
    end: int


def find_terms(text: str, tokens: tuple[Token, ...], glossary: Glossary) -> tuple[TermHit, ...]:
    """Every term of the glossary in a normalised text: longest first, left to right, no overlaps."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few characters change length in lower case
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    places = [i for i, char in enumerate(lowered) if char not in GLUE]
    squeezed = "".join(lowered[i] for i in places)
    index = {place: i for i, place in enumerate(places)}
    ends = {token.end for token in tokens}
    hits: list[TermHit] = []
    free = 0
    for start in sorted({token.start for token in tokens}):
        if start < free or start not in index:
            continue
        at = index[start]
        for end in _ends(squeezed, at, glossary):
            stop = places[end - 1] + 1
            if _closes(lowered, stop, ends):
                size = end - at
                hits.append(TermHit(_term(squeezed[at : at + size], glossary), start, stop))
                free = stop
                break
    return tuple(hits)


def _term(spelling: str, glossary: Glossary) -> str:
    for plural in PLURALS:
        base = spelling.removesuffix(plural) if plural else spelling
        if base in glossary.variants:
            return glossary.variants[base]
    raise KeyError(spelling)


def _ends(squeezed: str, at: int, glossary: Glossary) -> Iterator[int]:
    """Ends, longest first, at which the characters from `at` spell a variant or its plural."""
    for size in glossary.heads.get(squeezed[at : at + 2], ()):
        if at + size > len(squeezed) or squeezed[at : at + size] not in glossary.variants:
            continue
        for plural in reversed(PLURALS):
            if not plural:
                yield at + size
            elif squeezed[at + size : at + size + len(plural)] == plural:
                yield at + size + len(plural)


def _closes(text: str, stop: int, ends: set[int]) -> bool:
    """Whether a variant may end here: never inside a Latin word, in Hangul at a morpheme's end."""
    last, after = text[stop - 1], text[stop : stop + 1]
    if last.isascii() and last.isalnum():
        return not (after.isascii() and after.isalnum())
    return stop in ends or not after.isalpha()
