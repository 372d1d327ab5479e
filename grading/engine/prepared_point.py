"""One point made ready for one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.rubric import Point
from grading.engine.stand import Stand


@dataclass(frozen=True)
class PreparedPoint:
    """One point: rows of the rubric's matrix, and what its words weigh and claim.

    `text` is its own text in the answer's language where it has one;
    `right` and `wrong` are the rows of its text with phrasings and of its contrasts in the
    answer's language, `right_other` and `wrong_other` those in the other one. `floor` and
    `ceiling` are the similarities that other points' words and its own paraphrases reach, so that
    similarity can be read free of the encoder's scale.
    """

    point: Point
    text: str
    right: NDArray[np.intp]
    wrong: NDArray[np.intp]
    right_other: NDArray[np.intp]
    wrong_other: NDArray[np.intp]
    units: Mapping[str, float]
    wrong_units: tuple[Mapping[str, float], ...]
    right_stands: tuple[Stand, ...]
    wrong_stands: tuple[Stand, ...]
    wrong_texts: tuple[str, ...]
    floor: float
    ceiling: float
