"""Small regression trees as plain numbers: summed, they bend an answer's standing to a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAF = -1


@dataclass(frozen=True)
class Tree:
    """Nodes in order; `feature` is -1 at a leaf, else values up to `threshold` go to `left`."""

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]

    def of(self, row: Sequence[float]) -> float:
        node = 0
        while self.feature[node] != LEAF:
            goes_left = row[self.feature[node]] <= self.threshold[node]
            node = self.left[node] if goes_left else self.right[node]
        return self.value[node]


@dataclass(frozen=True)
class Level:
    """A base and trees; `usual` stands in for what is not known of an answer."""

    base: float
    usual: tuple[float, ...]
    trees: tuple[Tree, ...]

    def of(self, whole: NDArray[np.float64]) -> float:
        """The level from 0 to 100 of one answer's standing."""
        known = [u if np.isnan(v) else float(v) for v, u in zip(whole, self.usual, strict=True)]
        level = self.base + sum(tree.of(known) for tree in self.trees)
        return min(100.0, max(0.0, level))


def level_data(level: Level) -> dict[str, Any]:
    """A level as it is written in a calibration."""
    return {
        "base": level.base,
        "usual": list(level.usual),
        "trees": [
            [list(t.feature), list(t.threshold), list(t.left), list(t.right), list(t.value)]
            for t in level.trees
        ],
    }


def parse_level(data: Mapping[str, Any]) -> Level:
    trees = tuple(Tree(*(tuple(column) for column in tree)) for tree in data["trees"])
    return Level(float(data["base"]), tuple(data["usual"]), trees)
