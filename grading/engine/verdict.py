"""What the engine says about an answer: states, credit, quotes, a score and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from grading.engine.rubric import Language, Rubric

State = Literal["said", "partly", "not_said", "contradicted", "unsure"]
STATES: tuple[State, ...] = ("said", "partly", "not_said", "contradicted")
# what a state earns of its point, where a person gave it or a model chose it
CREDIT: Mapping[str, float] = {"said": 1.0, "partly": 0.5, "not_said": 0.0, "contradicted": 0.0}
# half the width, in standard deviations, of an interval that holds nine in ten
NINETY_PERCENT = 1.645

Gate = Literal[
    "empty", "too_short", "restated", "stuffing", "repetition", "other_topic", "injection"
]


@dataclass(frozen=True)
class GradeItem:
    """One answer to grade against one rubric."""

    rubric: Rubric
    language: Language
    text: str


@dataclass(frozen=True)
class Quote:
    """A span of the raw answer, in code points, end excluded."""

    start: int
    end: int


@dataclass(frozen=True)
class PointVerdict:
    """What became of one point.

    `probabilities` are those of said, partly, not_said and contradicted. `conflict` is the wrong
    version that a contradicting quote agrees with, or the point's own text that it clashes with.
    """

    key: str
    state: State
    credit: float
    probabilities: Mapping[str, float]
    quotes: tuple[Quote, ...]
    conflict: str | None = None


@dataclass(frozen=True)
class AnswerVerdict:
    """The whole answer: 0–100 with its interval, every gate that closed, and each point."""

    score: float
    low: float
    high: float
    gates: tuple[str, ...]
    points: tuple[PointVerdict, ...]
    dimensions: Mapping[str, float]
    engine: str
    encoder: str
    calibration: str
