"""A rubric's points side by side, as tables that meet all windows of an answer at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.agreement import References, gather_references
from grading.engine.cues import CUES
from grading.engine.glossary import Glossary
from grading.engine.groups import Groups, gather_groups
from grading.engine.lexicon import Lexicon, gather_lexicon
from grading.engine.prepared_point import PreparedPoint
from grading.engine.stand import Stand, stand

SILENT: Stand = stand(())


@dataclass(frozen=True)
class Board:
    """What does not depend on an answer, one row or column for each point or each of its texts.

    `references` holds all right texts, `rights` of them, and then the wrong ones; the lexicon all
    points, their terms alone, and then the wrong ones. A point without any has an empty one there.
    """

    groups: Groups
    lexicon: Lexicon
    references: References
    rights: int
    right_starts: NDArray[np.intp]
    wrong_starts: NDArray[np.intp]
    floors: NDArray[np.float64]
    ceilings: NDArray[np.float64]
    least_denials: NDArray[np.float64]
    usual_denials: NDArray[np.float64]
    usual_cues: NDArray[np.float64]


def lay_out(points: Sequence[PreparedPoint], glossary: Glossary) -> Board:
    """The board of a rubric's points."""
    terms = [{u: w for u, w in p.units.items() if u[0] == "="} for p in points]
    wrong_units = [p.wrong_units or ({},) for p in points]
    rights = [p.right_stands for p in points]
    wrongs = [p.wrong_stands or (SILENT,) for p in points]
    weights = [
        p.units
        for side in (rights, wrongs)
        for p, own in zip(points, side, strict=True)
        for _ in own
    ]
    denials = [[stand.denials for stand in own] for own in rights]
    cues = [[stand.cues or (0,) * len(CUES) for stand in own] for own in rights]
    return Board(
        groups=gather_groups([(p.right, p.wrong, p.right_other, p.wrong_other) for p in points]),
        lexicon=gather_lexicon(
            [*(p.units for p in points), *terms, *(u for own in wrong_units for u in own)]
        ),
        references=gather_references(
            [s for side in (rights, wrongs) for own in side for s in own], weights, glossary
        ),
        rights=sum(map(len, rights)),
        right_starts=_starts(rights),
        wrong_starts=_starts(wrongs),
        floors=np.array([p.floor for p in points]),
        ceilings=np.array([p.ceiling for p in points]),
        least_denials=np.array([min(own) for own in denials], dtype=np.float64),
        usual_denials=np.array([np.mean(own) for own in denials]),
        usual_cues=np.array([np.mean(own, axis=0) for own in cues]),
    )


def _starts(groups: Sequence[Sequence[object]]) -> NDArray[np.intp]:
    """Where each group begins when all are laid end to end."""
    return np.cumsum([0, *map(len, groups[:-1])])
