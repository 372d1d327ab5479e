"""The calibration: reviewed numbers that turn features into probabilities, a level and an interval."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from grading.engine.company import look_again
from grading.engine.entailment import EVIDENCE
from grading.engine.features import FEATURES
from grading.engine.first import FirstLook
from grading.engine.forest import parse_forest
from grading.engine.logistic import Logistic, softmax
from grading.engine.standing import STANDING
from grading.engine.trees import Level, parse_level


class Calibration(Protocol):
    """What the grader asks of a calibration; rows are one answer's points, columns `FEATURES`."""

    @property
    def id(self) -> str: ...

    @property
    def entailment(self) -> str | None: ...

    def probabilities(
        self, rows: NDArray[np.float64], pairs: NDArray[np.float32]
    ) -> NDArray[np.float64]: ...

    def level(self, whole: NDArray[np.float64]) -> float: ...

    def interval(self, score: float, spread: float) -> tuple[float, float]: ...


@dataclass(frozen=True)
class Fitted:
    """What was fitted on labelled answers under one encoder.

    `head` is linear on the pair rows (its last row a bias) and gives one number a state; these
    join the features in `first`, whose probabilities `second` looks at again, where it was fitted.
    `trees` bend an answer's standing to people's level, `quantile` is how many spreads wide the
    interval must be.
    """

    id: str
    encoder: str
    head: NDArray[np.float64]
    first: FirstLook
    trees: Level
    quantile: float
    entailment: str | None = None
    second: Logistic | None = None

    def probabilities(
        self, rows: NDArray[np.float64], pairs: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        """Probabilities of said, partly, not said, contradicted for each point of one answer."""
        scores = pairs.astype(np.float64) @ self.head[:-1] + self.head[-1]
        found = self.first.of(np.c_[rows, scores])
        return found if self.second is None else look_again(self.second, found)

    def level(self, whole: NDArray[np.float64]) -> float:
        """The level of an answer's standing; see `standing`."""
        return self.trees.of(whole)

    def interval(self, score: float, spread: float) -> tuple[float, float]:
        reach = self.quantile * spread
        return max(0.0, score - reach), min(100.0, score + reach)


@dataclass(frozen=True)
class Uncalibrated:
    """A cautious mapping by hand for encoders nobody has fitted: scale-free, with wide intervals."""

    id: str = "uncalibrated-1"
    entailment: None = None

    def probabilities(
        self, rows: NDArray[np.float64], pairs: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        column = {name: rows[:, i] for i, name in enumerate(FEATURES)}
        relative = np.clip(column["relative"], -1, 1.5)
        said = (
            0.4
            + 2.4 * (relative - 0.55)
            + 3.0 * (column["window_recall"] - 0.3)
            + 5 * column["margin"]
        )
        wrong = 9 * column["wrong_margin"] + 2.0 * (relative - 0.5) - 0.9
        silent = 0.6 - 2.4 * (relative - 0.45) - 3.0 * (column["recall"] - 0.3)
        partly = np.full_like(said, -0.3)
        return softmax(np.stack([said, partly, silent, wrong], axis=1))

    def level(self, whole: NDArray[np.float64]) -> float:
        return float(np.clip(whole[0], 0.0, 100.0))

    def interval(self, score: float, spread: float) -> tuple[float, float]:
        reach = max(25.0, 2.5 * spread)
        return max(0.0, score - reach), min(100.0, score + reach)


def parse_calibration(data: Mapping[str, Any]) -> Fitted:
    """A fitted calibration from its file's data; refuses one fitted on other features."""
    if not _fits(data):
        raise ValueError(f"calibration {data['id']} was fitted on other features")
    entailment = data.get("entailment")
    return Fitted(
        id=data["id"],
        encoder=data["encoder"],
        head=np.array(data["head"]).T,
        first=FirstLook(
            _logistic(data), parse_forest(data["forest"]) if data.get("forest") else None
        ),
        trees=parse_level(data["level"]),
        quantile=float(data["interval"]["quantile"]),
        entailment=entailment,
        second=_logistic(data["second"]) if "second" in data else None,
    )


def _logistic(data: Mapping[str, Any]) -> Logistic:
    return Logistic(*(np.array(data[name]) for name in ("mean", "scale", "weights", "bias")))


def _fits(data: Mapping[str, Any]) -> bool:
    wanted = FEATURES if data.get("entailment") is None else (*FEATURES, *EVIDENCE)
    return tuple(data["features"]) == wanted and data.get("standing") == list(STANDING)


def load_calibration(folder: Path, encoder: str, entailment: str | None = None) -> Calibration:
    """The calibration in a folder that was fitted under an encoder, or the uncalibrated mapping.

    One fitted on other features than this engine's is passed over like one of another encoder.
    One fitted together with the entailment model comes first; failing that one without any, whose
    probabilities the grader then joins with the evidence itself.
    """
    found = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.json"))]
    for wanted in dict.fromkeys((entailment, None)):
        for data in found:
            if data["encoder"] == encoder and data.get("entailment") == wanted and _fits(data):
                return parse_calibration(data)
    return Uncalibrated()
