"""What the words of a rubric weigh, as one table, so that all windows are weighed at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Lexicon:
    """A column for each text: the share of its weight that each unit carries."""

    places: Mapping[str, int]
    shares: NDArray[np.float32]

    def occurrences(self, windows: Sequence[Iterable[str]]) -> NDArray[np.float32]:
        """A row for each window: 1 where it holds a unit."""
        places = self.places
        table = np.zeros((len(windows), len(places)), dtype=np.float32)
        for row, units in enumerate(windows):
            table[row, [places[unit] for unit in units if unit in places]] = 1.0
        return table


def gather_lexicon(texts: Sequence[Mapping[str, float]]) -> Lexicon:
    """The lexicon of texts given by what their units weigh."""
    places = {u: i for i, u in enumerate(dict.fromkeys(u for text in texts for u in text))}
    shares = np.zeros((len(places), len(texts)), dtype=np.float32)
    for column, text in enumerate(texts):
        whole = sum(text.values())
        for unit, weight in text.items():
            shares[places[unit], column] = weight / whole
    return Lexicon(places, shares)
