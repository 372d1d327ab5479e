"""Reckonings written out: 100M × 128 × 4 bytes = 51.2 GB, 1억 곱하기 128 곱하기 4바이트."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, log

from grading.engine.estimates.explain import FARTHEST, OFF
from grading.engine.estimates.measures import factor
from grading.engine.estimates.quantity import Measure, Quantity
from grading.engine.estimates.roles import DAY

OPERATOR = re.compile(
    r"^\s*(?:[A-Za-z가-힣]+\s*){0,3}?\)?\s*(?:(?P<by>×|[xX*·](?![A-Za-z])|곱하기|times\b|"
    r"multiplied by)|(?P<over>/|÷|나누기|divided by))"
    r"\s*\(?\s*(?:약|대략|about|roughly|around)?\s*$"
)
RESULT = re.compile(
    r"^[^\d.;!?]{0,24}?(?:=|≈|~|→|\bis\b|\babout|\broughly|\bgives?|\bso\b|\bthat'?s|\bcomes|면|"
    r"니까|니(?=[\s,])|라(?=[\s,])|이라|라서|은|는|,)[^\d.;!?×*/]{0,20}$",
    re.I,
)
DIVIDED = re.compile(r"/|÷|divided by|나누기")
PLAIN = (Measure.COUNT, Measure.DIMS, Measure.FACTOR, Measure.SHARE, Measure.RATE, Measure.TIME)
SIZES = (Measure.BYTES, Measure.PRECISION)


@dataclass(frozen=True)
class Expression:
    operands: tuple[Quantity, ...]
    target: Quantity
    value: float
    said: float
    # is everything written out, or was a division left to be understood?
    whole: bool


def is_whole(chain: Sequence[Quantity], target: Quantity, words: str) -> bool:
    per_second = any(q.measure is Measure.RATE and q.unit.endswith("second") for q in chain)
    return target.measure is not Measure.RATE or per_second or bool(DIVIDED.search(words))


def is_near(said: float, value: float) -> bool:
    """Say whether the two can be meant for one another; a day's division may be left out."""
    return value > 0 and FARTHEST > said / value > 1 / FARTHEST


def disagrees(factor: float) -> bool:
    return abs(log(factor)) >= log(OFF)


def find_expressions(text: str, quantities: Sequence[Quantity]) -> list[Expression]:
    """Return the chains of products and quotients with the quantity they are said to give."""
    found, place = [], 0
    while place < len(quantities) - 1:
        chain, value = read_chain(text, quantities, place)
        following = place + len(chain)
        if len(chain) > 1 and following < len(quantities):
            target = quantities[following]
            said = comparable(chain, target)
            words = text[chain[0].start : chain[-1].start]
            if (
                said > 0
                and isfinite(value)
                and is_near(said, value)
                and RESULT.match(text[chain[-1].end : target.start])
            ):
                whole = is_whole(chain, target, words)
                if not whole and disagrees(said / value):
                    value /= DAY  # so many a day were meant
                found.append(Expression(tuple(chain), target, value, said, whole))
        place = max(following, place + 1)
    return found


def read_chain(
    text: str, quantities: Sequence[Quantity], place: int
) -> tuple[list[Quantity], float]:
    chain, value = [quantities[place]], amount(quantities[place])
    for q in quantities[place + 1 :]:
        match = OPERATOR.match(text[chain[-1].end : q.start])
        if not match or q.measure is Measure.OTHER or amount(q) == 0:
            break
        chain.append(q)
        value = value * amount(q) if match["by"] else value / amount(q)
    return chain, value


def amount(q: Quantity) -> float:
    """Return the number as it was written, in its own period; sizes in bytes."""
    if q.measure in SIZES or q.measure in (Measure.SHARE, Measure.FLOP):
        return q.value
    if q.measure is Measure.BYTE_RATE:
        return q.raw * factor(q.unit.split("/")[0], "byte")
    return q.raw


def comparable(chain: Sequence[Quantity], target: Quantity) -> float:
    """Return what was said in the measure of the chain; 0 where they cannot be compared."""
    sizes = sum(q.measure in SIZES for q in chain)
    if any(q.measure not in PLAIN and q.measure not in SIZES for q in chain):
        return 0.0
    fits = (
        target.measure in (Measure.BYTES, Measure.BYTE_RATE)
        if sizes == 1
        else sizes == 0 and target.measure in (Measure.COUNT, Measure.RATE, Measure.FLOP)
    )
    return amount(target) if fits else 0.0
