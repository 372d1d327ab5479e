"""What the checker says of one number in an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log, log10

from grading.engine.estimates.explain import OFF, Explanation
from grading.engine.estimates.formulas import Kind
from grading.engine.estimates.quantity import Measure, Quantity
from grading.engine.estimates.roles import Role

BITS_PER_BYTE = 8.0
# named only where the factor is nearly that
NEAR_BITS = 1.15
NEAR_POWER = 0.2


class Verdict(StrEnum):
    RIGHT = "right"
    OFF = "off"
    UNSTATED = "unstated"


@dataclass(frozen=True)
class Input:
    role: str
    quote: str
    given: bool


@dataclass(frozen=True)
class Estimate:
    """`start` and `end` are code points of the answer; values are in `unit`, a pint expression.

    `factor` is how many times too large what was said is; `slip` says *bits*, or names the power
    of ten that the factor is near to, as in 10^-2.
    """

    kind: Kind
    start: int
    end: int
    quote: str
    unit: str
    stated: float
    recomputed: float | None
    formula: str
    inputs: tuple[Input, ...]
    verdict: Verdict
    factor: float | None = None
    slip: str = ""
    missing: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Checked:
    """An estimate with the quantities that it follows from."""

    estimate: Estimate
    used: tuple[Quantity, ...] = ()


def follow(
    target: Quantity,
    kind: Kind,
    formula: str,
    roles: Sequence[str],
    used: Sequence[Quantity],
    factor: float,
) -> Checked:
    """Return *right* or *off* for a number that follows from `used`, `factor` times too large."""
    off = abs(log(factor)) >= log(OFF)
    estimate = Estimate(
        kind=kind,
        start=target.start,
        end=target.end,
        quote=target.quote,
        unit=target.unit,
        stated=target.raw,
        recomputed=target.raw / factor,
        formula=formula,
        inputs=tuple(Input(role, q.quote, q.given) for role, q in zip(roles, used, strict=True)),
        verdict=Verdict.OFF if off else Verdict.RIGHT,
        factor=factor,
        slip=slip_of(factor, target) if off else "",
    )
    return Checked(estimate, tuple(used))


def follow_way(way: Explanation) -> Checked:
    formula = way.formula
    return follow(way.target, formula.kind, formula.key, formula.roles, way.inputs, way.factor)


def slip_of(factor: float, target: Quantity) -> str:
    if target.measure in (Measure.BYTE_RATE, Measure.BYTES):
        for bits in (BITS_PER_BYTE, 1 / BITS_PER_BYTE):
            if abs(log(factor / bits)) <= log(NEAR_BITS):
                return "bits"
    power = round(log10(factor))
    return f"10^{power}" if power and abs(log10(factor) - power) <= NEAR_POWER else ""
