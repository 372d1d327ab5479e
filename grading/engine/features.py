"""Features of a point in an answer: what the calibration turns into probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.agreement import Stand, stand
from grading.engine.glossary import Glossary
from grading.engine.pairs import pair_row
from grading.engine.prepared import PreparedRubric
from grading.engine.similarity import SIMILARITY, similarities, wrong_nearness
from grading.engine.windowed import Windowed
from grading.engine.wording import CLAIMS, MANNER, WORDS, claims, manner, words

FEATURES = (*SIMILARITY, *WORDS, *CLAIMS, *MANNER)
LOOKED_AT = 2


@dataclass(frozen=True)
class PointFeatures:
    """One point's features.

    `best` and `worst` are the windows that say it best and that contradict it most, `wrong` the
    contrast that the latter is nearest to (-1 where the point has none), `pair` the vectors of
    both windows set against the point.
    """

    values: NDArray[np.float64]
    pair: NDArray[np.float32]
    best: int
    worst: int
    wrong: int


def point_features(
    prepared: PreparedRubric, answer: Windowed, glossary: Glossary
) -> tuple[PointFeatures, ...]:
    """The features of every point of a rubric in one answer that has at least one window."""
    table = answer.rows @ prepared.rows.T
    right = np.stack([table[:, p.right].max(axis=1) for p in prepared.points], axis=1)
    wrong = np.stack([wrong_nearness(table, p.wrong, p.right) for p in prepared.points], axis=1)
    stands: dict[int, Stand] = {}
    everything = frozenset().union(*answer.units)
    found = []
    for column, point in enumerate(prepared.points):
        others = np.arange(len(prepared.points)) != column
        values, best, worst = similarities(table, right, wrong, column, others, point)
        near = np.argsort(-np.maximum(right[:, column], wrong[:, column]), kind="stable")
        looked_at = sorted({best, worst, *map(int, near[:LOOKED_AT])})
        for window in looked_at:
            if window not in stands:
                stands[window] = stand(answer.reading.claims_in(answer.spans[window]))
        values |= words(point, answer, everything, best, worst)
        values |= claims(point, stands, looked_at, best, worst, glossary)
        values |= manner(point, stands[best], stands[worst])
        found.append(
            PointFeatures(
                values=np.array([values[name] for name in FEATURES], dtype=np.float64),
                pair=pair_row(prepared.rows, point, answer.rows[best], answer.rows[worst]),
                best=best,
                worst=worst,
                wrong=int(table[worst, point.wrong].argmax()) if len(point.wrong) else -1,
            )
        )
    return tuple(found)
