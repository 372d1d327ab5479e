"""A latency said as a total: the parts that were named before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grading.engine.estimates.quantity import Cue, Quantity
from grading.engine.estimates.roles import FITS, Role
from grading.engine.estimates.sentences import sentence_start

# then the longest part counts, not the sum
SIDE_BY_SIDE = re.compile(
    r"parallel|concurrent|simultaneous|slowest|longest|max\b|병렬|동시|가장 (?:긴|느린)",
    re.I | re.A,
)


def add_up(text: str, target: Quantity, before: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return the parts of a total, in one sentence; fewer than two are none."""
    for back in (0, 1):
        parts = tuple(
            q
            for q in before
            if q.sentence == target.sentence - back
            and FITS[Role.PART](q)
            and not q.has(Cue.LIMIT)
            and not q.has(Cue.TOTAL)
        )
        if len(parts) > 1:
            words = text[sentence_start(text, parts[0].start) : target.end + 20]
            return () if SIDE_BY_SIDE.search(words) else parts
    return ()
