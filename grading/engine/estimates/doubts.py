"""Reasons not to hold a disagreement against an answer."""

from __future__ import annotations

from collections.abc import Sequence

from grading.engine.estimates.cues import has_more_to_it, is_concluded, is_training_state
from grading.engine.estimates.explain import Explanation
from grading.engine.estimates.formulas import Kind
from grading.engine.estimates.quantity import Measure, Quantity

# counts of these kinds are everywhere; only a stated connection makes them estimates
LOOSE = (Kind.VOLUME, Kind.MACHINES, Kind.SAMPLE, Kind.DURATION)
# what would change a result, if it belonged to it
UNUSED = (
    Measure.COUNT, Measure.FACTOR, Measure.SHARE, Measure.DIMS, Measure.PRECISION, Measure.STATE,
)  # fmt: skip


def is_tied(text: str, way: Explanation) -> bool:
    """Say whether a count follows from something said in this answer, and is said to."""
    said = any(not q.given for q in way.inputs)
    return said and is_concluded(text, way.target, way.inputs)


def accuses(text: str, way: Explanation, pool: Sequence[Quantity]) -> bool:
    """Say whether disagreeing with this explanation would be a mistake, if it is meant."""
    specific = len(way.inputs) >= 3 and way.distance == 0
    tied = specific or is_concluded(text, way.target, way.inputs)
    return way.formula.accuses and tied and not is_foreign(way, pool)


def is_foreign(way: Explanation, pool: Sequence[Quantity]) -> bool:
    """Say whether it rests on the interviewer's numbers while the answer has its own."""
    if way.formula.kind in LOOSE:
        return not way.is_all_own
    alone = all(q.given for q in way.inputs)
    return alone and any(q.sentence == way.target.sentence and not q.given for q in pool)


def is_certain(text: str, way: Explanation, pool: Sequence[Quantity]) -> bool:
    """Say whether nothing that was said could make up for the difference."""
    return not has_more_to_it(text, way.target, way.inputs) and not leaves_over(way, pool)


def leaves_over(way: Explanation, pool: Sequence[Quantity]) -> bool:
    """Say whether between inputs and target stands a number that the formula has no place for."""
    own = [q.start for q in way.inputs if not q.given and q.start < way.target.start]
    first, last = min(own, default=way.target.start), max(own, default=way.target.start)
    between = (q for q in pool if first < q.start < way.target.start and not q.given)
    return any(
        q not in way.inputs
        and (changes(q, way) or (q.start > last and q.measure is way.target.measure))
        for q in between
    )


def changes(q: Quantity, way: Explanation) -> bool:
    """Say whether a number is more than the same input said again."""
    said = any(used.measure is q.measure and used.value == q.value for used in way.inputs)
    # fp32 with Adam, so 16 bytes a parameter: these have both in them
    if q.measure in (Measure.PRECISION, Measure.STATE):
        said = said or any(is_training_state(used) for used in way.inputs)
    return q.measure in UNUSED and q.value != 1 and not said
