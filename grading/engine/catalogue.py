"""Texts by their pieces, the rare ones weighing most; and how near other texts come to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.pieces import Pieces


@dataclass(frozen=True)
class Catalogue:
    """For each piece, in order, its rarity and the texts that hold it, with what it weighs in them.

    The texts of `pieces[i]` are `texts[starts[i]:starts[i + 1]]`, and so are `weights`, which make
    each text's row a unit one. A piece that no text holds has the rarity `unknown`.
    """

    size: int
    pieces: Pieces
    rarity: NDArray[np.float32]
    unknown: float
    starts: NDArray[np.int32]
    texts: NDArray[np.int32]
    weights: NDArray[np.float32]

    def nearness(self, windows: Sequence[Pieces]) -> NDArray[np.float32]:
        """Windows × texts: cosines of their pieces."""
        asked = np.concatenate([*windows, self.pieces[:0]])
        window = np.repeat(np.arange(len(windows)), [len(own) for own in windows])
        place = np.searchsorted(self.pieces, asked)
        place[place == len(self.pieces)] = 0
        known = self.pieces[place] == asked if len(self.pieces) else np.zeros(len(asked), bool)
        weight = np.full(len(asked), self.unknown)
        weight[known] = self.rarity[place[known]]
        length = np.sqrt(np.bincount(window, weight**2, minlength=len(windows)))
        place, window, weight = place[known], window[known], weight[known]
        counts = self.starts[place + 1] - self.starts[place]
        # each known piece meets every text that holds it
        meets = np.repeat(self.starts[place] - np.cumsum(counts) + counts, counts)
        meets = meets + np.arange(len(meets))
        cells = np.repeat(window, counts) * self.size + self.texts[meets]
        sums = np.bincount(
            cells,
            np.repeat(weight, counts) * self.weights[meets],
            minlength=len(windows) * self.size,
        )
        table = sums.reshape(len(windows), self.size)
        return (table / np.maximum(length, 1e-9)[:, None]).astype(np.float32)


def gather_catalogue(texts: Sequence[Pieces]) -> Catalogue:
    """The catalogue of a question's texts; how rare a piece is, is told among them."""
    everything = np.concatenate([*texts, np.zeros(0, dtype=np.uint32)])
    owners = np.repeat(np.arange(len(texts)), [len(own) for own in texts])
    order = np.argsort(everything, kind="stable")
    pieces, counts = np.unique(everything, return_counts=True)
    rarity = np.log((1 + len(texts)) / (1 + counts)) + 1.0
    owners, weights = owners[order], np.repeat(rarity, counts)
    lengths = np.sqrt(np.bincount(owners, weights**2, minlength=len(texts)))
    return Catalogue(
        size=len(texts),
        pieces=pieces.astype(np.uint32),
        rarity=rarity.astype(np.float32),
        unknown=float(np.log(1 + len(texts)) + 1.0),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        texts=owners.astype(np.int32),
        weights=(weights / lengths[owners]).astype(np.float32),
    )
