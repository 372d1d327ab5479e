"""A rubric made ready for one language: its vectors, its weighted units, its similarity anchors."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.board import Board, lay_out
from grading.engine.encoder import Encoder, FloatMatrix, VectorStore
from grading.engine.glossary import Glossary
from grading.engine.overlap import Overlap, gather_overlap
from grading.engine.prepared_point import PreparedPoint
from grading.engine.reading import Reading, read
from grading.engine.rubric import Language, Rubric
from grading.engine.stand import stand

PROMPT_WEIGHT = 0.3
OTHER: Mapping[Language, Language] = {"ko": "en", "en": "ko"}


@dataclass(frozen=True)
class PreparedRubric:
    """A rubric in one language; `rows` stacks the vectors that the points index, the prompt first.

    `asked` has the prompt's vector and then those of its sentences.
    """

    rubric: Rubric
    language: Language
    rows: FloatMatrix
    asked: FloatMatrix
    points: tuple[PreparedPoint, ...]
    board: Board
    overlap: Overlap
    prompt_units: frozenset[str]
    units: frozenset[str]


class Rows:
    """Collects texts and gives each its row number."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def add(self, texts: tuple[str, ...]) -> NDArray[np.intp]:
        place = len(self.texts)
        self.texts += texts
        return np.arange(place, place + len(texts))


def prepare(
    rubric: Rubric, language: Language, encoder: Encoder, store: VectorStore, glossary: Glossary
) -> PreparedRubric:
    """Read and encode a rubric in one language."""
    rows = Rows()
    prompt = rubric.prompt.get(language) or next(iter(rubric.prompt.values()), "")
    rows.add((prompt,))
    other = OTHER[language]
    placed = [
        (
            rows.add(p.positives(language) or p.positives(other)),
            rows.add(p.negatives(language) or p.negatives(other)),
            rows.add(p.positives(other) or p.positives(language)),
            rows.add(p.negatives(other) or p.negatives(language)),
        )
        for p in rubric.points
    ]
    vectors = store.fetch(encoder, rows.texts)
    question = read(prompt, glossary)
    prompt_units = frozenset(unit.id for unit in question.units)
    parts = [question.text[span.start : span.end] for span in question.sentences]
    own = [tuple(read(rows.texts[i], glossary) for i in right) for right, _, _, _ in placed]
    contrasts = [tuple(read(rows.texts[i], glossary) for i in wrong) for _, wrong, _, _ in placed]
    spread = Counter(unit for readings in own for unit in {u.id for r in readings for u in r.units})
    points = []
    for point, places, readings, wrong in zip(rubric.points, placed, own, contrasts, strict=True):
        units = _weights(readings, spread, prompt_units, len(rubric.points))
        floor, ceiling = _anchors(places[0], [p[0] for p in placed], vectors)
        points.append(
            PreparedPoint(
                point,
                rows.texts[places[0][0]],
                *places,
                units=units,
                wrong_units=tuple(_only_wrong(reading, units) for reading in wrong),
                right_stands=tuple(stand(reading.claims) for reading in readings),
                wrong_stands=tuple(stand(reading.claims) for reading in wrong),
                wrong_texts=tuple(rows.texts[i] for i in places[1]),
                floor=floor,
                ceiling=ceiling,
            )
        )
    everything = prompt_units.union(
        *(p.units for p in points), *(u for p in points for u in p.wrong_units)
    )
    model = rubric.model.get(language, "")
    overlap = gather_overlap(
        list(zip(own, contrasts, strict=True)), read(model, glossary) if model else None
    )
    return PreparedRubric(
        rubric=rubric,
        language=language,
        rows=vectors,
        asked=np.concatenate([vectors[:1], *([store.fetch(encoder, parts)] if parts else [])]),
        points=tuple(points),
        board=lay_out(points, glossary),
        overlap=overlap,
        prompt_units=prompt_units,
        units=everything,
    )


def _weights(
    own: tuple[Reading, ...], spread: Counter[str], prompt: frozenset[str], points: int
) -> dict[str, float]:
    """What each unit of a point's texts weighs: rare among the points and not in the prompt is most.

    A unit that several of the point's texts share is what the point is about, and weighs more;
    a glossary term weighs twice a plain word.
    """
    counts = Counter(unit for reading in own for unit in dict.fromkeys(u.id for u in reading.units))
    in_text = {u.id for u in own[0].units} if own else set()
    weights = {}
    for unit, count in counts.items():
        weight = math.log(1 + points / spread[unit]) * count
        weight *= 2.0 if unit.startswith("=") else 1.0
        weight *= 1.5 if unit in in_text else 1.0
        weights[unit] = weight * (PROMPT_WEIGHT if unit in prompt else 1.0)
    return weights


def _only_wrong(reading: Reading, units: Mapping[str, float]) -> dict[str, float]:
    return {u.id: (2.0 if u.is_term else 1.0) for u in reading.units if u.id not in units}


def _anchors(
    own: NDArray[np.intp], all_rows: list[NDArray[np.intp]], vectors: FloatMatrix
) -> tuple[float, float]:
    """How near the other points' words come to this point, and its own paraphrases to each other."""
    rows = vectors[own]
    others = [places for places in all_rows if places is not own]
    floor = float((vectors[np.concatenate(others)] @ rows.T).max(axis=1).mean()) if others else 0.2
    pairs, count = rows @ rows.T, len(own)
    ceiling = float((pairs.sum() - np.trace(pairs)) / (count * (count - 1))) if count > 1 else 0.7
    return floor, max(ceiling, floor + 0.05)
