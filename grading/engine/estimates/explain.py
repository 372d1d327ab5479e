"""From which stated inputs a quantity could follow: every way that the formulas know."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, log

from grading.engine.estimates.formulas import FORMULAS, Formula, Kind, stated
from grading.engine.estimates.quantity import Cue, Measure, Quantity
from grading.engine.estimates.roles import DAY, FITS, Role

# of each role the nearest few; more would only find accidents
NEAREST = 4
RIGHT = 1.5
OFF = 3.0
FARTHEST = 1e9
FULLER = ("vectors_each",)


@dataclass(frozen=True)
class Explanation:
    formula: Formula
    inputs: tuple[Quantity, ...]
    target: Quantity
    value: float

    @cached_property
    def factor(self) -> float:
        """How many times too large what was said is."""
        return stated(self.target, self.formula.kind) / self.value

    @property
    def gap(self) -> float:
        return abs(log(self.factor))

    @property
    def agrees(self) -> bool:
        return self.gap <= log(RIGHT)

    @property
    def disagrees(self) -> bool:
        return self.gap >= log(OFF)

    @property
    def is_all_own(self) -> bool:
        return not any(q.given for q in self.inputs)

    @property
    def is_own(self) -> bool:
        """Whether the target's own sentence has all of it."""
        return self.formula.accuses and self.distance == 0

    @property
    def distance(self) -> int:
        """How many sentences away the farthest input is; what was given is as near as the last one."""
        return max(sentences_between(q, self.target) for q in self.inputs)


def sentences_between(q: Quantity, target: Quantity) -> int:
    return 1 if q.given else target.sentence - q.sentence


def explain(target: Quantity, kind: Kind, pool: Sequence[Quantity]) -> list[Explanation]:
    """Return every complete explanation of `target` out of `pool`, in no order that matters."""
    found: list[Explanation] = []
    for formula in FORMULAS:
        if formula.kind is kind and (formula.key == "machine_rate") == target.has(Cue.PER_MACHINE):
            found += apply(formula, target, pool)
    # ten vectors a video, once said, are part of how many there are
    full = [set(w.inputs) for w in found if w.formula.key in FULLER and w.distance == 0]
    found = [way for way in found if not any(set(way.inputs) < inputs for inputs in full)]
    # what the sentence itself says goes before what the interviewer said long ago
    if any(way.is_own for way in found):
        found = [way for way in found if not all(q.given for q in way.inputs)]
    return found


def apply(formula: Formula, target: Quantity, pool: Sequence[Quantity]) -> Iterator[Explanation]:
    slots = [candidates(role, target, pool) for role in formula.roles]
    for inputs in itertools.product(*slots):
        if len(set(inputs)) < len(inputs) or is_idle(formula, inputs, target):
            continue
        values = [value_in(role, q) for role, q in zip(formula.roles, inputs, strict=True)]
        value = formula.compute(*values)
        said = stated(target, formula.kind)
        # further apart nobody is: such inputs belong to something else
        if isfinite(value) and value > 0 and FARTHEST > said / value > 1 / FARTHEST:
            yield Explanation(formula, inputs, target, value)


def candidates(role: Role, target: Quantity, pool: Sequence[Quantity]) -> list[Quantity]:
    fitting = [q for q in pool if q is not target and FITS[role](q)]
    if any(sentences_between(q, target) == 0 for q in fitting):
        fitting = [q for q in fitting if not q.given]
    return sorted(
        fitting, key=lambda q: (sentences_between(q, target), abs(q.start - target.start))
    )[:NEAREST]


def value_in(role: Role, q: Quantity) -> float:
    if role is Role.ACTIONS and q.measure is Measure.COUNT:
        return q.value / DAY
    return q.value


def is_idle(formula: Formula, inputs: Sequence[Quantity], target: Quantity) -> bool:
    """Say whether nothing was reckoned: the same measure in the same unit, said again."""
    return len(inputs) == 1 and inputs[0].unit == target.unit
