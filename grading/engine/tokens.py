"""Tokens with offsets: Korean morphemes by Kiwi, English words by pattern."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from kiwipiepy import Kiwi

from grading.engine.stems import stem

WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|\d+(?:[.,]\d+)*|[^\sA-Za-z\d]")
HANGUL = re.compile(r"[가-힣]")
ENDS = frozenset(".?!\n。")
ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|approx|resp|eq|fig|no|dr|mr)|\b[A-Za-z])$", re.I
)


@dataclass(frozen=True, slots=True)
class Token:
    """One morpheme or word; `tag` is a Kiwi tag, SL for Latin words, SN for numbers."""

    form: str
    tag: str
    start: int
    end: int
    sentence: int


@functools.cache
def kiwi() -> Kiwi:
    """The Korean analyser, loaded once and kept to one thread."""
    return Kiwi(num_workers=1)


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a normalised text in order, numbered by sentence."""
    if HANGUL.search(text):
        return _korean(text)
    return _english(text)


def _korean(text: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    sentence = 0
    last: tuple[int, int] | None = None
    for found in kiwi().tokenize(text):
        place = (found.sent_position, found.line_number)
        if last is not None and place != last:
            sentence += 1
        last = place
        tag = found.tag
        form = stem(found.form.lower()) if tag == "SL" else found.form
        tokens.append(Token(form, tag.partition("-")[0], found.start, found.end, sentence))
    return tuple(tokens)


def _english(text: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    sentence = 0
    previous = 0
    closed = False
    for match in WORD.finditer(text):
        word, start = match.group(), match.start()
        if "\n" in text[previous:start] or (closed and start > previous):
            sentence += 1 if tokens else 0
            closed = False
        if word[0].isalpha():
            tag, form, closed = "SL", stem(word.lower()), False
        elif word[0].isdigit():
            tag, form, closed = "SN", word, False
        else:
            tag, form = ("SF" if word in ENDS else "SP" if word in ",;:" else "SW"), word
            closed = word in ENDS and not ABBREVIATED.search(text[max(0, start - 8) : start])
        tokens.append(Token(form, tag, start, match.end(), sentence))
        previous = match.end()
    return tuple(tokens)
