"""A rubric made ready for one language: its vectors, its weighted units, its similarity anchors."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.encoder import Encoder, FloatMatrix, VectorStore
from grading.engine.glossary import Glossary
from grading.engine.reading import Reading, read
from grading.engine.rubric import Language, Point, Rubric

PROMPT_WEIGHT = 0.3


@dataclass(frozen=True)
class PreparedPoint:
    """One point: rows of the rubric's matrix, and what its words weigh.

    `positives` holds the text and phrasings in the answer's language, `negatives` one row for
    each contrast. `floor` and `ceiling` are the similarities that another point's words and this
    point's own paraphrases reach, so that similarity can be read free of the encoder's scale.
    """

    point: Point
    positives: NDArray[np.intp]
    negatives: NDArray[np.intp]
    units: Mapping[str, float]
    wrong_units: tuple[Mapping[str, float], ...]
    readings: tuple[Reading, ...]
    wrong_readings: tuple[Reading, ...]
    floor: float
    ceiling: float


@dataclass(frozen=True)
class PreparedRubric:
    """A rubric in one language; `rows` stacks the vectors that the points index, the prompt first."""

    rubric: Rubric
    language: Language
    rows: FloatMatrix
    points: tuple[PreparedPoint, ...]
    prompt: Reading
    prompt_units: frozenset[str]


def prepare(
    rubric: Rubric, language: Language, encoder: Encoder, store: VectorStore, glossary: Glossary
) -> PreparedRubric:
    """Read and encode a rubric in one language."""
    prompt = rubric.prompt.get(language) or next(iter(rubric.prompt.values()), "")
    texts = [prompt]
    for point in rubric.points:
        texts += [*point.positives(language), *point.negatives(language)]
    rows = store.fetch(encoder, texts)
    prompt_reading = read(prompt, glossary)
    prompt_units = frozenset(unit.id for unit in prompt_reading.units)
    readings = [tuple(read(t, glossary) for t in p.positives(language)) for p in rubric.points]
    spread = Counter(unit for own in readings for unit in {u.id for r in own for u in r.units})
    points, place = [], 1
    for point, own in zip(rubric.points, readings, strict=True):
        positives = np.arange(place, place + len(own))
        negatives = np.arange(
            positives.size + place, positives.size + place + len(point.negatives(language))
        )
        place += positives.size + negatives.size
        units = _weights(own, spread, prompt_units, len(rubric.points))
        wrong = tuple(read(text, glossary) for text in point.negatives(language))
        points.append(
            PreparedPoint(
                point=point,
                positives=positives,
                negatives=negatives,
                units=units,
                wrong_units=tuple(_only_wrong(reading, units) for reading in wrong),
                readings=own,
                wrong_readings=wrong,
                floor=0.0,
                ceiling=1.0,
            )
        )
    return PreparedRubric(
        rubric, language, rows, _anchored(tuple(points), rows), prompt_reading, prompt_units
    )


def _weights(
    own: tuple[Reading, ...], spread: Counter[str], prompt: frozenset[str], points: int
) -> dict[str, float]:
    """What each unit of a point's texts weighs: rare among the points and not in the prompt is most.

    A unit that several of the point's texts share is what the point is about, and weighs more;
    a glossary term weighs twice a plain word.
    """
    counts = Counter(unit for reading in own for unit in {u.id for u in reading.units})
    in_text = {u.id for u in own[0].units} if own else set()
    weights = {}
    for unit, count in counts.items():
        rarity = math.log(1 + points / spread[unit])
        weight = rarity * count * (2.0 if unit.startswith("=") else 1.0)
        weight *= 1.5 if unit in in_text else 1.0
        weights[unit] = weight * (PROMPT_WEIGHT if unit in prompt else 1.0)
    return weights


def _only_wrong(reading: Reading, units: Mapping[str, float]) -> dict[str, float]:
    return {u.id: (2.0 if u.is_term else 1.0) for u in reading.units if u.id not in units}


def _anchored(points: tuple[PreparedPoint, ...], rows: FloatMatrix) -> tuple[PreparedPoint, ...]:
    found = []
    for point in points:
        own = rows[point.positives]
        others = [p.positives for p in points if p is not point]
        floor = float((rows[np.concatenate(others)] @ own.T).max(axis=1).mean()) if others else 0.2
        pairs = own @ own.T
        count = len(own)
        ceiling = (
            float((pairs.sum() - np.trace(pairs)) / (count * (count - 1))) if count > 1 else 0.7
        )
        values = {**vars(point), "floor": floor, "ceiling": max(ceiling, floor + 0.05)}
        found.append(PreparedPoint(**values))
    return tuple(found)
