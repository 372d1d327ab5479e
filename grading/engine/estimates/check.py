"""The numbers of an answer held against each other: what follows, what is off, what hangs in the air.

A wrong accusation is the worst mistake here, so disagreement counts only where every input is stated
nearby, no other reading of the same words agrees, and nothing said could make up for the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log

from grading.engine.estimates.cues import FROM, is_settled_otherwise
from grading.engine.estimates.doubts import LOOSE, accuses, is_certain, is_foreign, is_tied
from grading.engine.estimates.estimate import Checked, Estimate, Verdict, follow, follow_way
from grading.engine.estimates.explain import OFF, Explanation, explain
from grading.engine.estimates.expressions import Expression, find_expressions
from grading.engine.estimates.formulas import Kind, kind_of
from grading.engine.estimates.latency import add_up
from grading.engine.estimates.quantities import find_quantities
from grading.engine.estimates.quantity import Cue, Measure, Noun, Quantity
from grading.engine.estimates.questions import SMALLEST_STORAGE, ask
from grading.engine.estimates.roles import Role

LONGEST_TEXT = 20_000
MOST_QUANTITIES = 200
# how many sentences back an input that agrees may be; counts agree too easily
FAR, NEAR = 3, 1


def check_estimates(text: str, given: Sequence[str] = ()) -> tuple[Estimate, ...]:
    """Return the estimates of an answer in their order; `given` are texts the interviewer said.

    Both languages may stand in one text. Never raises on any text; the same text gives the same.
    """
    text = text[:LONGEST_TEXT]
    known = [q for said in given for q in find_quantities(said[:LONGEST_TEXT], given=True)]
    known = known[:MOST_QUANTITIES]
    own = as_machines(find_quantities(text)[:MOST_QUANTITIES])
    written = {e.target: e for e in find_expressions(text, own)}
    found = [
        check_one(text, own, place, known, written.get(target)) for place, target in enumerate(own)
    ]
    # what others follow from was stated, however it was said
    used = {q for checked in found if checked for q in checked.used}
    used |= {q for expression in written.values() for q in expression.operands}
    return tuple(
        checked.estimate
        for checked, target in zip(found, own, strict=True)
        if checked and not (checked.estimate.verdict is Verdict.UNSTATED and target in used)
    )


def as_machines(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Take 20장 for machines where a machine's rate was said before it in the sentence."""
    found: list[Quantity] = []
    for q in quantities:
        counted = (
            q.noun is Noun.THINGS
            and q.measure is Measure.COUNT
            and q.quote.endswith(("장", "개", "대"))
        )
        rates = (o for o in found if o.measure is Measure.RATE and o.has(Cue.PER_MACHINE))
        if counted and any(o.sentence == q.sentence for o in rates):
            q = replace(q, noun=Noun.MACHINES)
        found.append(q)
    return found


def check_one(
    text: str,
    own: Sequence[Quantity],
    place: int,
    known: Sequence[Quantity],
    written: Expression | None,
) -> Checked | None:
    target, kind = own[place], kind_of(own[place])
    if kind is None or is_repeated(target, [*known, *own[:place]]):
        return None
    if is_settled_otherwise(text, target):
        return None
    if written and (found := judge_written(written)):
        return found
    before = own[:place]
    after = [q for q in own[place + 1 :] if q.sentence == target.sentence]
    pool = [*known, *before, *(after if FROM.search(text[target.end :]) else ())]
    if kind is Kind.LATENCY:
        return judge_latency(text, target, before)
    ways = explain(target, kind, pool)
    found = agree(text, kind, ways) or disagree(text, target, kind, ways, pool)
    if found or any(way.distance <= FAR for way in ways):
        return found
    return ask(text, target, kind, pool)


def is_repeated(target: Quantity, earlier: Sequence[Quantity]) -> bool:
    """Say whether the number was said before, by either side: then it is no estimate."""
    return any(
        q.measure is target.measure
        and (q.noun is target.noun or not q.noun or not target.noun)
        and q.unit == target.unit
        and abs(q.value - target.value) <= 0.01 * abs(target.value)
        for q in earlier
    )


def judge_written(written: Expression) -> Checked | None:
    factor = written.said / written.value
    if abs(log(factor)) >= log(OFF) and not written.whole:
        return None
    roles = ["operand"] * len(written.operands)
    return follow(written.target, Kind.EXPRESSION, "expression", roles, written.operands, factor)


def judge_latency(text: str, target: Quantity, before: Sequence[Quantity]) -> Checked | None:
    parts = add_up(text, target, before)
    if not parts:
        return None
    factor = target.value / sum(part.value for part in parts)
    roles = [Role.PART] * len(parts)
    return follow(target, Kind.LATENCY, "parts", roles, parts, factor) if factor else None


def agree(text: str, kind: Kind, ways: Sequence[Explanation]) -> Checked | None:
    """Return *right* where a reading of what was said gives the number."""
    loose = kind in LOOSE
    agreeing = [
        way
        for way in ways
        if way.agrees
        and way.distance <= (NEAR if loose else FAR)
        and (not loose or is_tied(text, way))
    ]
    if not agreeing:
        return None
    return follow_way(min(agreeing, key=lambda w: (w.distance, -len(w.inputs), w.gap)))


def disagree(
    text: str,
    target: Quantity,
    kind: Kind,
    ways: Sequence[Explanation],
    pool: Sequence[Quantity],
) -> Checked | None:
    """Return *off* where nothing said nearby gives the number, and all that it takes was said."""
    if kind is Kind.STORAGE and target.value < SMALLEST_STORAGE:
        return None
    near = [way for way in ways if way.distance <= NEAR]
    accusing = [way for way in near if accuses(text, way, pool)]
    if not all(way.disagrees for way in ways):
        # within a factor of three of some reading: near enough, if there is one reading only
        single = len([way for way in near if not is_foreign(way, pool)]) == 1
        return follow_way(accusing[0]) if accusing and single else None
    certain = [way for way in accusing if is_certain(text, way, pool)]
    if not certain:
        return None
    return follow_way(min(certain, key=lambda w: (not w.is_all_own, w.gap, w.distance)))
