"""The unit that stands at a number, as pint knows it, and the value in its base."""

from __future__ import annotations

from dataclasses import dataclass

from grading.engine.estimates import words
from grading.engine.estimates.measures import factor
from grading.engine.estimates.numbers import Number
from grading.engine.estimates.periods import RATE_BEFORE
from grading.engine.estimates.quantity import Measure

LARGEST_PRECISION_BITS = 64
BASES = {Measure.BYTES: "byte", Measure.TIME: "second", Measure.FLOP: "flop"}


@dataclass(frozen=True)
class Unit:
    """`value` is the number in the measure's base; `end` is where number and unit end."""

    measure: Measure
    name: str
    value: float
    end: int


def read_unit(text: str, number: Number) -> Unit:
    """Return the unit written right after a number; without one it is a count."""
    return (
        rate_unit(text, number)
        or size_unit(text, number)
        or small_unit(text, number)
        or time_unit(text, number)
        or Unit(*counted(text, number))
    )


def rate_unit(text: str, number: Number) -> Unit | None:
    if match := words.QPS.match(text, number.end):
        return Unit(Measure.RATE, "1/second", number.value, match.end())
    if match := words.BIT_RATE.match(text, number.end):
        prefix = words.SPOKEN_PREFIXES.get(match["k"] or "") or words.PREFIXES[match["p"].lower()]
        name = f"{prefix}bit/second"
        value = number.value * factor(name, "byte/second")
        return Unit(Measure.BYTE_RATE, name, value, match.end())
    if match := words.FLOP_RATE.match(text, number.end):
        return Unit(Measure.OTHER, "", number.value, match.end())
    if match := words.FLOP.match(text, number.end):
        name = words.PREFIXES.get((match["p"] or "").lower(), "") + "flop"
        return Unit(Measure.FLOP, name, number.value * factor(name, "flop"), match.end())
    return None


def size_unit(text: str, number: Number) -> Unit | None:
    match = words.BYTES.match(text, number.end)
    if not match:
        return None
    prefix = ""
    if match["p"]:
        prefix = words.PREFIXES[match["p"].lower()]
        prefix = prefix[:2] + "bi" if match["i"] else prefix
    elif match["g"]:
        prefix = "giga"
    elif spoken := match["s"] or match["k"]:
        prefix = words.SPOKEN_PREFIXES[spoken.lower()]
    name = f"{prefix}byte"
    if second := words.PER_SECOND.match(text, match.end()):
        value = number.value * factor(f"{name}/second", "byte/second")
        return Unit(Measure.BYTE_RATE, f"{name}/second", value, second.end())
    return Unit(Measure.BYTES, name, number.value * factor(name, "byte"), match.end())


def small_unit(text: str, number: Number) -> Unit | None:
    if match := words.BITS.match(text, number.end):
        if number.value <= LARGEST_PRECISION_BITS:
            value = number.value * factor("bit", "byte")
            return Unit(Measure.PRECISION, "bit", value, match.end())
        return Unit(Measure.OTHER, "", number.value, match.end())
    for pattern, measure, scale in (
        (words.DIMS, Measure.DIMS, 1.0),
        (words.POINTS, Measure.POINTS, 0.01),
        (words.SHARE, Measure.SHARE, 0.01),
        (words.FACTOR, Measure.FACTOR, 1.0),
    ):
        if match := pattern.match(text, number.end):
            return Unit(measure, "", number.value * scale, match.end())
    return None


def time_unit(text: str, number: Number) -> Unit | None:
    for name, pattern in words.TIME.items():
        if match := pattern.match(text, number.end):
            if name == "year" and 1900 <= number.value <= 2100:
                return Unit(Measure.OTHER, "", number.value, match.end())
            return Unit(Measure.TIME, name, number.value * factor(name, "second"), match.end())
    return None


def counted(text: str, number: Number) -> tuple[Measure, str, float, int]:
    if match := words.MONEY.match(text, number.end):
        return Measure.OTHER, "", number.value, match.end()
    if RATE_BEFORE.search(text, max(0, number.start - 16), number.start):
        return Measure.RATE, "1/second", number.value, number.end
    return Measure.COUNT, "", number.value, number.end
