"""Numbers as people write and say them, in English and Korean, with their places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grading.engine.estimates.korean import find_korean
from grading.engine.estimates.spelled import SPELLED, read_spelled

DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
# not the 16 of fp16, the 2 of v2 or a part of 3.2.1
START = r"(?<![A-Za-z0-9_.,])(?<![A-Za-z][-–])"
SCALES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9,
    "billion": 1e9, "t": 1e12, "trillion": 1e12,
}  # fmt: skip
WRITTEN = re.compile(
    START
    + rf"(?P<digits>{DIGITS})(?!\.\d)"
    + r"(?:(?P<e>[eE][+-]?\d{1,3})(?![\dA-Za-z])"
    + r"|\s?[x×*·]\s?10(?:\^|\*\*)(?P<ten>\d{1,3})|(?:\^|\*\*)(?P<power>\d{1,3})"
    + r"|(?P<square>[²³])"
    + r"|(?P<suffix>[kKMmBbT])(?![A-Za-z])|[\s-]?(?P<word>thousand|million|billion|trillion|bn|mn)\b)?",
    re.IGNORECASE,
)
# beyond this nothing is an estimate, and products leave the range of a float
LARGEST = 1e45


@dataclass(frozen=True)
class Number:
    value: float
    start: int
    end: int


def find_numbers(text: str) -> list[Number]:
    """Return every number, in order and without overlaps; of two at one place the longer."""
    found = sorted(all_numbers(text), key=lambda n: (n.start, -n.end))
    kept: list[Number] = []
    for number in found:
        if number.value < LARGEST and (not kept or number.start >= kept[-1].end):
            kept.append(number)
    return kept


def all_numbers(text: str) -> Iterator[Number]:
    for match in WRITTEN.finditer(text):
        written = read_written(match)
        if written is not None:
            yield Number(written, match.start(), match.end())
    for value, start, end in find_korean(text):
        yield Number(value, start, end)
    for match in SPELLED.finditer(text):
        yield Number(read_spelled(match.group()), match.start(), match.end())


def read_written(match: re.Match[str]) -> float | None:
    value = float(match["digits"].replace(",", ""))
    exponent = (match["e"] and match["e"][1:]) or match["ten"]
    if exponent:
        return value * 10.0 ** int(exponent) if abs(int(exponent)) <= 60 else None
    if match["square"]:
        return value ** "_1²³".index(match["square"]) if value <= 1024 else None
    if match["power"]:
        small = value <= 1024 and int(match["power"]) <= 60
        return value ** int(match["power"]) if small else None
    scale = (match["suffix"] or match["word"] or "").lower()
    return value * SCALES.get(scale, 1.0)
