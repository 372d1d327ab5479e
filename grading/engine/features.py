"""Features of a point in an answer: what the calibration turns into probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.glossary import Glossary
from grading.engine.overlap import OVERLAP
from grading.engine.pairs import pair_rows
from grading.engine.prepared import PreparedRubric
from grading.engine.similarity import SIMILARITY, nearness, similarities
from grading.engine.stand import stand
from grading.engine.windowed import Windowed
from grading.engine.wording import CLAIMS, MANNER, WORDS, claims, manner, words

FEATURES = (*SIMILARITY, *WORDS, *CLAIMS, *MANNER, *OVERLAP)
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
    near = nearness(prepared, answer.rows)
    order = np.argsort(-np.maximum(near.right, near.wrong), axis=0, kind="stable")
    looked_at = np.stack([near.best, near.worst, *order[:LOOKED_AT]], axis=1)
    windows, numbers = np.unique(looked_at, return_inverse=True)
    numbers = numbers.reshape(looked_at.shape)
    stands = [stand(answer.reading.claims_in(answer.spans[window])) for window in windows]
    values = np.concatenate(
        [
            similarities(prepared, near),
            words(prepared, answer, near.best, near.worst),
            claims(prepared, stands, numbers, glossary),
            manner(prepared, stands, numbers[:, 0], numbers[:, 1]),
            prepared.overlap.features(answer.reading, answer.spans, near.best, near.worst),
        ],
        axis=1,
    )
    pairs, wrong = pair_rows(prepared, near, answer.rows)
    return tuple(
        PointFeatures(*own)
        for own in zip(values, pairs, near.best.tolist(), near.worst.tolist(), wrong, strict=True)
    )
