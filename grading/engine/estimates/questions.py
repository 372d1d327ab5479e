"""Numbers concluded from what nobody said, and what to ask for."""

from __future__ import annotations

from collections.abc import Sequence

from grading.engine.estimates.cues import is_firm, is_needed
from grading.engine.estimates.estimate import Checked, Estimate, Verdict
from grading.engine.estimates.formulas import FORMULAS, Kind
from grading.engine.estimates.quantity import Cue, Measure, Quantity
from grading.engine.estimates.roles import FITS, Role

DERIVED = (
    Kind.RATE, Kind.STORAGE, Kind.GROWTH, Kind.BANDWIDTH, Kind.COMPUTE, Kind.MACHINES, Kind.SAMPLE,
)  # fmt: skip
SMALLEST_STORAGE = 1e6


def ask(text: str, target: Quantity, kind: Kind, pool: Sequence[Quantity]) -> Checked | None:
    """Return *unstated* with the inputs that would be needed; None where nothing is to be asked."""
    if not is_open(text, target, kind):
        return None
    near = [q for q in pool if q.given or target.sentence - q.sentence <= 1]
    roles = max(
        (formula.roles for formula in FORMULAS if formula.kind is kind and formula.accuses),
        key=lambda roles: (-len(lacking(roles, near)), len(roles)),
    )
    missing = lacking(roles, near)
    known = [q for q in near if any(FITS[role](q) for role in roles)]
    if not missing or any(is_unread(q, target, known) for q in pool):
        return None
    estimate = Estimate(
        kind=kind,
        start=target.start,
        end=target.end,
        quote=target.quote,
        unit=target.unit,
        stated=target.raw,
        recomputed=None,
        formula="",
        inputs=(),
        verdict=Verdict.UNSTATED,
        missing=missing,
    )
    return Checked(estimate)


def is_open(text: str, target: Quantity, kind: Kind) -> bool:
    """Say whether the number is one that people derive, and is said as if it had been."""
    if kind not in DERIVED or target.has(Cue.PER_MACHINE):
        return False
    if target.has(Cue.EACH) and not target.has(Cue.ARM):
        return False
    if kind is Kind.STORAGE and target.value < SMALLEST_STORAGE:
        return False
    if kind is Kind.SAMPLE and not target.has(Cue.ARM):
        return False
    if kind is Kind.MACHINES and not is_needed(text, target):
        return False
    return is_firm(text, target)


def lacking(roles: Sequence[Role], near: Sequence[Quantity]) -> tuple[Role, ...]:
    return tuple(role for role in roles if not any(FITS[role](q) for q in near))


def is_unread(q: Quantity, target: Quantity, known: Sequence[Quantity]) -> bool:
    """Say whether the sentence has a number that may well be the input we would ask for."""
    here = q.sentence == target.sentence and not q.given and q not in known
    return here and q.value >= 10 and q.measure in (Measure.COUNT, Measure.RATE, Measure.BYTES)
