"""Quantities without a number: fp16, a year, triple, Adam."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grading.engine.estimates import words
from grading.engine.estimates.measures import factor
from grading.engine.estimates.quantity import Measure

A_WHILE = re.compile(
    r"\b(?:for|over|in|after|kept|of)\s+(an?\s+(?P<unit>day|week|month|year))\b", re.I | re.A
)
# weights, gradients and two moments in four bytes, or half the first two with a master copy
ADAM = re.compile(r"\bAdamW?\b|아담(?=\s|으로|을)", re.I | re.A)
ADAM_BYTES = 16.0
FLOATS = re.compile(r"(?<![A-Za-z0-9])floats?(?![A-Za-z0-9])", re.I | re.A)
FLOAT_BYTES = 4.0
DOUBLES = re.compile(
    r"\b(?:(?P<two>twice|doubled?)|triple[ds]?)\b|(?P<ko>두\s?배)|세\s?배", re.I | re.A
)
HALF = re.compile(r"\bhalf(?= (?:of|the)\b)|절반|반반|반씩", re.I | re.A)

# start, end, value, measure and pint's unit
Implied = tuple[int, int, float, Measure, str]


def find_implied(text: str) -> Iterator[Implied]:
    for size, pattern in words.PRECISION.items():
        for match in pattern.finditer(text):
            yield match.start(), match.end(), size, Measure.PRECISION, "byte"
    for match in FLOATS.finditer(text):
        yield match.start(), match.end(), FLOAT_BYTES, Measure.PRECISION, "byte"
    for match in ADAM.finditer(text):
        yield match.start(), match.end(), ADAM_BYTES, Measure.STATE, "byte"
    for match in A_WHILE.finditer(text):
        unit = match["unit"].lower()
        yield match.start(1), match.end(1), factor(unit, "second"), Measure.TIME, unit
    for match in HALF.finditer(text):
        yield match.start(), match.end(), 0.5, Measure.SHARE, ""
    for match in DOUBLES.finditer(text):
        value = 2.0 if match["two"] or match["ko"] else 3.0
        yield match.start(), match.end(), value, Measure.FACTOR, ""
