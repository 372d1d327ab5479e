"""What an answer's windows say in the points' own words, and how: recall, claims, manner."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grading.engine.agreement import Agreement, compare
from grading.engine.cues import CUES, MOST
from grading.engine.glossary import Glossary
from grading.engine.prepared import PreparedRubric
from grading.engine.stand import Stand
from grading.engine.windowed import Windowed

WORDS = (
    "recall", "window_recall", "term_recall", "wrong_recall",
    "best_recall", "worst_recall", "best_wrong_recall", "worst_wrong_recall",
)  # fmt: skip
COMPARED = Agreement._fields
CLAIMS = tuple(
    f"{name}_{what}"
    for name in COMPARED
    for what in ("best", "best_wrong", "worst", "worst_wrong", "least", "gap")
)
MANNER = (
    "denies_more", "denials_worst", "denials_right", "denials_gap",
    *(f"{cue}_{where}" for cue in CUES for where in ("best", "worst")),
)  # fmt: skip


def words(
    prepared: PreparedRubric,
    answer: Windowed,
    best: NDArray[np.intp],
    worst: NDArray[np.intp],
) -> NDArray[np.float64]:
    """A row of `WORDS` for each point: shares of what its texts' words weigh."""
    points = len(prepared.points)
    held = prepared.board.lexicon.occurrences(answer.units)
    held = np.concatenate([held, held.max(axis=0, keepdims=True)])  # the whole answer comes last
    recall = held @ prepared.board.lexicon.shares
    own, terms = recall[:, :points], recall[:, points : 2 * points]
    wrong = np.maximum.reduceat(recall[:, 2 * points :], prepared.board.wrong_starts, axis=1)
    each = np.arange(points)
    return np.stack(
        [
            own[-1],
            own[:-1].max(axis=0),
            terms[-1],
            wrong[-1],
            own[best, each],
            own[worst, each],
            wrong[best, each],
            wrong[worst, each],
        ],
        axis=1,
    )


def claims(
    prepared: PreparedRubric,
    stands: list[Stand],
    looked_at: NDArray[np.intp],
    glossary: Glossary,
) -> NDArray[np.float64]:
    """A row of `CLAIMS` for each point: how its nearest windows' claims agree with its texts'.

    `looked_at` names for each point some of `stands`, the best and the worst window's first.
    """
    table = compare(stands, prepared.board.references, glossary)
    rights, wrongs = np.split(table, [prepared.board.rights], axis=1)
    agreed = np.maximum.reduceat(rights, prepared.board.right_starts, axis=1)
    least = np.minimum.reduceat(rights, prepared.board.right_starts, axis=1)
    erred = np.maximum.reduceat(wrongs, prepared.board.wrong_starts, axis=1)
    each = np.arange(len(prepared.points))
    best, worst = looked_at[:, 0], looked_at[:, 1]
    near = looked_at.T, each
    values = [
        agreed[best, each],
        erred[best, each],
        agreed[worst, each],
        erred[worst, each],
        least[near].min(axis=0),
        (erred - agreed)[near].max(axis=0),
    ]
    return np.stack(values, axis=2).reshape(len(each), -1)


def manner(
    prepared: PreparedRubric,
    stands: list[Stand],
    best: NDArray[np.intp],
    worst: NDArray[np.intp],
) -> NDArray[np.float64]:
    """A row of `MANNER` for each point: denials and turns of phrase beside what its texts have."""
    denials = np.array([stand.denials for stand in stands], dtype=np.float64)
    few = np.minimum(denials, MOST)
    cues = np.array([stand.cues or (0,) * len(CUES) for stand in stands], dtype=np.float64)
    cues = np.minimum(cues, MOST)
    values = [
        (denials[best] > prepared.board.least_denials).astype(np.float64),
        few[worst],
        prepared.board.usual_denials,
        few[best] - prepared.board.usual_denials,
    ]
    for cue in range(len(CUES)):
        values += [cues[where, cue] - prepared.board.usual_cues[:, cue] for where in (best, worst)]
    return np.stack(values, axis=1)
