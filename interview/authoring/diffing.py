"""What changed between two versions, word by word, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from interview.questions.document import Document

WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A run of words: on both sides, only before, or only after."""

    kind: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True)
class Change:
    """One place that differs. `place` is its path: `points.momentum.text`; `language` may be empty."""

    place: str
    language: str
    pieces: tuple[Piece, ...]


def compare(before: Document, after: Document) -> list[Change]:
    """Return every text and number that differs; points are matched by key, wherever they stand."""
    old, new = dict(flat(before)), dict(flat(after))
    changes = []
    for place in dict.fromkeys((*old, *new)):
        one, other = old.get(place, ""), new.get(place, "")
        if one != other:
            name, _, language = place.rpartition(".")
            bilingual = language in ("ko", "en")
            changes.append(
                Change(
                    name if bilingual else place,
                    language if bilingual else "",
                    tuple(word_pieces(one, other)),
                )
            )
    return changes


def flat(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of every leaf; keyed items are named by their key, others by position."""
    for name, value in document.items():
        yield from leaves(name, value)
    keys = [point["id"] for point in document["points"]]
    yield "points.order", ", ".join(keys)


def leaves(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name != "id" or "." not in path:
                yield from leaves(f"{path}.{name}", item)
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            key = item.get("id") if isinstance(item, dict) else None
            last = path.rpartition(".")[2]
            if last in ("ko", "en"):  # a list of texts in one language: the language stays last
                yield from leaves(f"{path.rpartition('.')[0]}.{number}.{last}", item)
            else:
                yield from leaves(f"{path}.{key or number}", item)
    else:
        yield path, "" if value is None else str(value)


def word_pieces(before: str, after: str) -> Iterator[Piece]:
    one, other = WORD.findall(before), WORD.findall(after)
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from piece("same", one[a:b])
        else:
            yield from piece("gone", one[a:b])
            yield from piece("new", other[c:d])


def piece(kind: Literal["same", "gone", "new"], words: Sequence[str]) -> Iterator[Piece]:
    if words:
        yield Piece(kind, "".join(words))
