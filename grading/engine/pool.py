"""One point judged twice, beside the rubric's other points and by itself, put together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from grading.engine.score import CONTRADICTED, PLAIN, credit_of, state_of
from grading.engine.verdict import STATES, PointVerdict

LEAST = 1e-4


def pool(among: PointVerdict, alone: PointVerdict, share: float) -> PointVerdict:
    """The verdict that trusts the one by itself to this share, the other to the rest.

    Their probabilities are put together as products, so that what one of them rules out stays
    out. A contradiction is told only where it is plain (docs/decisions/0083, 0088).
    """
    if share == 0:
        return among
    if share == 1:
        pooled = alone
    else:
        rows = [
            np.array([max(LEAST, point.probabilities.get(state, 0.0)) for state in STATES])
            for point in (among, alone)
        ]
        row = rows[0] ** (1 - share) * rows[1] ** share
        row /= row.sum()
        state = state_of(row)
        # the words that show it are those of the judgement that found it
        shown = max((alone, among), key=lambda point: (point.state == state, len(point.quotes)))
        pooled = replace(
            shown,
            state=state,
            credit=round(credit_of(row), 3),
            probabilities={s: round(float(p), 4) for s, p in zip(STATES, row, strict=True)},
            quotes=() if state == "not_said" else shown.quotes,
            conflict=shown.conflict if state == "contradicted" else None,
        )
    likely = pooled.probabilities.get(STATES[CONTRADICTED], 0.0)
    if pooled.state == "contradicted" and likely < PLAIN:
        return replace(pooled, state="unsure", conflict=None)
    return pooled
