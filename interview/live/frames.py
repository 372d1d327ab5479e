"""What may come over a room's socket, by whom; everything else is refused before anybody acts on it.

A socket carries news, and these: the document's bytes, carets, and how two browsers find each other
for a call. Whatever changes a row is sent as a form, and no frame stands for it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from math import isfinite
from typing import Any

from interview.live.changes import FIELD

LONGEST_TEXT = 24_000
LONGEST_BYTES = 512 * 1024
LONGEST_CARET = 600
DEEPEST = 8
LARGEST_NUMBER = 2**53
# half of a surrogate pair: JSON can spell it, nothing that passes it on can
HALF = re.compile("[\ud800-\udfff]")

# first byte of a binary frame
ASK, CHANGE, LATE = 0, 1, 2


class BadFrame(Exception):
    """A frame that no page of ours sends, or that this seat may not send."""


@dataclass(frozen=True)
class Ping:
    stored: int
    version: int


@dataclass(frozen=True)
class Caret:
    field: str
    anchor: Any
    head: Any
    typing: bool


@dataclass(frozen=True)
class Signal:
    to: str
    data: dict[str, Any]


def read_frame(text: str, *, writes: bool, calls: bool) -> Ping | Caret | Signal:
    """Return what a text frame says; BadFrame when it says nothing that this seat may say."""
    if len(text) > LONGEST_TEXT:
        raise BadFrame("long")
    try:
        frame = json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise BadFrame("no JSON") from error
    if not isinstance(frame, dict) or not passes_on(frame, DEEPEST):
        raise BadFrame("no object")
    match frame.get("kind"):
        case "ping":
            return Ping(number(frame.get("stored")), number(frame.get("version")))
        case "caret" if writes:
            return read_caret(frame)
        case "signal" if writes and calls:
            to, data = frame.get("to"), frame.get("data")
            if isinstance(to, str) and len(to) <= 40 and isinstance(data, dict):
                return Signal(to, data)
    raise BadFrame("unknown")


def refuse(constant: str) -> None:
    """Infinity and NaN are Python's; no browser could read them."""
    raise BadFrame(constant)


def passes_on(value: object, depth: int) -> bool:
    """Say whether other processes and browsers can take this: whole text, numbers of their size."""
    match value:
        case str():
            return HALF.search(value) is None
        case bool() | None:
            return True
        case int():
            return abs(value) < LARGEST_NUMBER
        case float():
            return isfinite(value)
        case dict() | list() if depth > 0:
            inner = [*value, *value.values()] if isinstance(value, dict) else value
            return all(passes_on(one, depth - 1) for one in inner)
    return False


def read_caret(frame: dict[str, Any]) -> Caret:
    field, anchor, head = frame.get("field"), frame.get("anchor"), frame.get("head")
    if not isinstance(field, str) or not (field == "" or FIELD.fullmatch(field.encode())):
        raise BadFrame("field")
    if not all(place is None or isinstance(place, dict) for place in (anchor, head)):
        raise BadFrame("place")
    if len(json.dumps([anchor, head])) > LONGEST_CARET:
        raise BadFrame("long place")
    return Caret(field, anchor, head, frame.get("typing") is True)


def number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
