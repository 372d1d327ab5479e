"""Features of a short answer beside one reference, without any rubric."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from grading.engine.agreement import agree
from grading.engine.encoder import Encoder
from grading.engine.fitting.short_answers import ShortAnswer
from grading.engine.fitting.short_second import second_features
from grading.engine.fitting.short_sides import BLANK, Side, Vectors, read_side
from grading.engine.glossary import Glossary
from grading.engine.reading import read
from grading.engine.stand import stand

DEMOTED = 0.2
NAMES = (
    "cosine", "demoted_cosine", "question_cosine", "covered", "nearest", "on_topic", "least_covered",
    "soft_recall", "sharp_recall", "soft_precision",
    "recall", "new_shared", "trigrams", "fourgrams", "fivegrams", "demoted_trigrams", "demoted_overlap",
    "length", "reference_length", "length_ratio", "new_units", "blank", "question_share",
    "direction", "denial", "axes", "links", "denials", "denial_differs",
)  # fmt: skip


def short_features(
    rows: Sequence[ShortAnswer],
    encoder: Encoder,
    glossary: Glossary,
    second: Encoder | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Two tables of one row for each answer: `NAMES`, and its vector set against the reference's.

    All texts are encoded in one call. A second encoder adds its own three columns at the end.
    """
    readings = {t: read(t, glossary) for r in rows for t in (r.question, r.reference, r.answer)}
    spread = Counter(
        unit
        for text in dict.fromkeys(t for r in rows for t in (r.reference, r.question))
        for unit in {u.id for u in readings[text].units}
    )
    texts = sum(1 for _ in dict.fromkeys(t for r in rows for t in (r.reference, r.question)))
    sides = []
    for row in rows:
        asked = frozenset(u.id for u in readings[row.question].units)
        sides.append(
            (
                read_side(readings[row.reference], asked),
                read_side(readings[row.answer], asked),
                asked,
            )
        )
    wanted = dict.fromkeys(
        text
        for row, (ours, theirs, _) in zip(rows, sides, strict=True)
        for text in (
            row.question,
            row.reference,
            row.answer or BLANK,
            *_texts(ours),
            *_texts(theirs),
        )
    )
    vectors = encoder.encode(list(wanted))
    place = {text: i for i, text in enumerate(wanted)}
    found = []
    for row, (reference, answer, asked) in zip(rows, sides, strict=True):
        weights = {
            unit: math.log((texts + 1) / (spread[unit] + 0.5)) * (DEMOTED if unit in asked else 1.0)
            for unit in {u.id for u in reference.reading.units}
        }
        values = _near(row, reference, answer, weights, asked, Vectors(vectors, place))
        values += _shared(row, reference, answer, weights, asked)
        values += _claimed(reference, answer, weights, glossary)
        found.append(values)
    answers = vectors[[place[row.answer or BLANK] for row in rows]]
    references = vectors[[place[row.reference] for row in rows]]
    size = np.float32(vectors.shape[1] ** 0.5)
    table = np.array(found)
    if second is not None:
        table = np.c_[table, second_features(rows, [side[:2] for side in sides], second)]
    return table, np.c_[size * answers * references, np.abs(answers - references)]


def _texts(side: Side) -> tuple[str, ...]:
    return (side.demoted, *side.pieces, *side.words)


def _near(
    row: ShortAnswer,
    reference: Side,
    answer: Side,
    weights: Mapping[str, float],
    asked: frozenset[str],
    vectors: Vectors,
) -> list[float]:
    """Similarities: of the wholes, of the pieces, of the words."""
    whole = vectors.of([row.answer or BLANK, row.reference, row.question])
    demoted = vectors.of([answer.demoted, reference.demoted])
    table = vectors.of(answer.pieces) @ vectors.of(reference.pieces).T
    found = [whole[0] @ whole[1], demoted[0] @ demoted[1], whole[0] @ whole[2]]
    found += [
        table.max(axis=0).mean(),
        table.max(),
        table.max(axis=1).mean(),
        table.max(axis=0).min(),
    ]
    if reference.words and answer.words:
        words = vectors.of(list(reference.words)) @ vectors.of(list(answer.words)).T
        theirs = np.array([weights[unit] for unit in reference.words.values()]) + 1e-6
        ours = np.array([DEMOTED if unit in asked else 1.0 for unit in answer.words.values()])
        best = words.max(axis=1)
        sharp = np.clip((best - 0.5) / 0.5, 0, 1)
        found += [theirs @ best / theirs.sum(), theirs @ sharp / theirs.sum()]
        found += [ours @ words.max(axis=0) / ours.sum()]
    else:
        found += [0.0, 0.0, 0.0]
    return [float(value) for value in found]


def _shared(
    row: ShortAnswer,
    reference: Side,
    answer: Side,
    weights: Mapping[str, float],
    asked: frozenset[str],
) -> list[float]:
    """Units and characters in common, and lengths."""
    ours = frozenset(u.id for u in answer.reading.units)
    new = ours - asked
    long, other = len(row.answer.split()), len(row.reference.split())
    demoted, kept = _grams(answer.demoted, 3), _grams(reference.demoted, 3)
    both = (demoted & kept).total()
    return [
        _recall(weights, ours),
        len(new & weights.keys()) / max(len(new), 1),
        *(_gram_recall(row.answer, row.reference, size) for size in (3, 4, 5)),
        both / max(kept.total(), 1),
        2 * both / max(kept.total() + demoted.total(), 1),
        math.log1p(long),
        math.log1p(other),
        math.log((long + 1) / (other + 1)),
        math.log1p(len(new)),
        float(long < 2),
        len(ours & asked) / max(len(ours), 1),
    ]


def _claimed(
    reference: Side, answer: Side, weights: Mapping[str, float], glossary: Glossary
) -> list[float]:
    ours, theirs = stand(answer.reading.claims), stand(reference.reading.claims)
    agreed = agree(ours, theirs, weights, glossary)
    differs = float((ours.denials > 0) != (theirs.denials > 0))
    return [*agreed, float(min(ours.denials, 3) - min(theirs.denials, 3)), differs]


def _grams(text: str, size: int) -> Counter[str]:
    plain = re.sub(r"\W+", " ", text.lower()).strip()
    return Counter(plain[i : i + size] for i in range(len(plain) - size + 1))


def _gram_recall(answer: str, reference: str, size: int) -> float:
    wanted = _grams(reference, size)
    return (_grams(answer, size) & wanted).total() / max(wanted.total(), 1)


def _recall(weights: Mapping[str, float], units: frozenset[str]) -> float:
    """The weighted share of a text's units that occur."""
    whole = sum(weights.values())
    return (
        sum(weight for unit, weight in weights.items() if unit in units) / whole if whole else 0.0
    )
