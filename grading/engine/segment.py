"""Sentences, clauses and windows of a text, as spans of its normal form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from grading.engine.stems import stem
from grading.engine.tokens import Token

SPLIT_ENDINGS = frozenset(
    {"고", "지만", "는데", "ᆫ데", "은데", "며", "으며", "으나", "나", "거든", "니까", "으니까"}
)
SPLIT_WORDS = frozenset(
    map(
        stem, ("but", "whereas", "while", "because", "so", "although", "however", "since", "though")
    )
)
SPLIT_AFTER_COMMA = frozenset({"and", "which", "then", "or", "not"})
AUXILIARY = frozenset({"VX"})
SMALLEST = 3


@dataclass(frozen=True, slots=True)
class Span:
    """A span of the normalised text, end excluded."""

    start: int
    end: int


def sentences(text: str, tokens: tuple[Token, ...]) -> tuple[Span, ...]:
    """The sentences that hold a word."""
    found = []
    for _, group in groupby(tokens, key=lambda token: token.sentence):
        members = list(group)
        if any(token.tag[0] in "NVMXS" and text[token.start].isalnum() for token in members):
            found.append(Span(members[0].start, max(token.end for token in members)))
    return tuple(found)


def clauses(text: str, tokens: tuple[Token, ...], whole: tuple[Span, ...]) -> tuple[Span, ...]:
    """The clauses of every sentence, in order; a sentence that does not divide is its own clause."""
    found: list[Span] = []
    place = 0
    for sentence in whole:
        members: list[Token] = []
        while place < len(tokens) and tokens[place].end <= sentence.end:
            if tokens[place].start >= sentence.start:
                members.append(tokens[place])
            place += 1
        found += _divide(members)
    return tuple(found)


def _divide(members: list[Token]) -> Iterator[Span]:
    pieces: list[list[Token]] = [[]]
    for i, token in enumerate(members):
        if _begins(members, i) and len(pieces[-1]) >= SMALLEST:
            pieces.append([])
        pieces[-1].append(token)
        if _finishes(members, i) and len(pieces[-1]) >= SMALLEST:
            pieces.append([])
    if len(pieces) > 1 and len(pieces[-1]) < SMALLEST:
        tail = pieces.pop()
        pieces[-1] += tail
    for piece in pieces:
        if piece:
            yield Span(piece[0].start, max(token.end for token in piece))


def _begins(members: list[Token], i: int) -> bool:
    """Whether an English connective opens a clause here."""
    token = members[i]
    if token.tag != "SL":
        return False
    if token.form in SPLIT_WORDS:
        return True
    return token.form in SPLIT_AFTER_COMMA and i > 0 and members[i - 1].form in ",;"


def _finishes(members: list[Token], i: int) -> bool:
    """Whether a clause ends after this token: a semicolon or colon, or a Korean connective ending."""
    token = members[i]
    if token.form in ";:" and token.tag[0] == "S":
        return True
    if token.tag != "EC" or token.form not in SPLIT_ENDINGS:
        return False
    return i + 1 == len(members) or members[i + 1].tag not in AUXILIARY


def windows(whole: tuple[Span, ...], parts: tuple[Span, ...]) -> tuple[Span, ...]:
    """Clauses and sentences without repeats, in the order in which they begin."""
    return tuple(sorted({*whole, *parts}, key=lambda span: (span.start, -span.end)))
