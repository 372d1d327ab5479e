"""Features of a point in an answer: what the calibration turns into probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.agreement import Agreement, Stand, agree, stand
from grading.engine.cues import CUES, MOST
from grading.engine.encoder import FloatMatrix
from grading.engine.glossary import Glossary
from grading.engine.pairs import pair_row
from grading.engine.prepared import PreparedPoint, PreparedRubric
from grading.engine.reading import Reading
from grading.engine.segment import Span

SIMILARITY = (
    "similarity", "relative", "second", "text_similarity", "mean_similarity", "margin",
    "wrong_similarity", "mean_wrong_similarity", "wrong_margin", "soft_margin", "near_margin",
    "least_margin", "most_margin", "over_points", "over_wrong", "wrong_over_wrong",
    "other_similarity", "other_wrong", "other_margin", "other_wrong_margin",
    "both_similarity", "both_margin", "both_wrong", "both_wrong_margin", "prompt_similarity",
)  # fmt: skip
WORDS = (
    "recall", "window_recall", "term_recall", "wrong_recall",
    "best_recall", "worst_recall", "best_wrong_recall", "worst_wrong_recall",
)  # fmt: skip
COMPARED = ("direction", "denial", "axes", "links")
CLAIMS = tuple(
    f"{name}_{what}"
    for name in COMPARED
    for what in ("best", "best_wrong", "worst", "worst_wrong", "least", "gap")
)
MANNER = (
    "denies_more", "denials_worst", "denials_right", "denials_gap",
    *(f"{cue}_{where}" for cue in CUES for where in ("best", "worst")),
)  # fmt: skip
FEATURES = (*SIMILARITY, *WORDS, *CLAIMS, *MANNER)
LOOKED_AT = 2
NEAR = 0.08
USUAL_MARGIN = 0.05


@dataclass(frozen=True)
class Windowed:
    """An answer's windows with their vectors, row for row."""

    reading: Reading
    spans: tuple[Span, ...]
    units: tuple[frozenset[str], ...]
    rows: FloatMatrix


@dataclass(frozen=True)
class Topic:
    """Whether an answer is about its question: shared words, nearness to the points, to the prompt."""

    shared: float
    relative: float
    prompt: float


@dataclass(frozen=True)
class PointFeatures:
    """One point's features.

    `best` and `worst` are the windows that say it best and that contradict it most, `wrong` the
    contrast that the latter is nearest to (-1 where the point has none), `pair` the vectors of
    both windows set against the point. `topic` is the answer's, the same for all its points, and no
    feature: a gate reads it.
    """

    values: NDArray[np.float64]
    pair: NDArray[np.float32]
    best: int
    worst: int
    wrong: int
    topic: Topic


def point_features(
    prepared: PreparedRubric, answer: Windowed, glossary: Glossary
) -> tuple[PointFeatures, ...]:
    """The features of every point of a rubric in one answer that has at least one window."""
    table = answer.rows @ prepared.rows.T
    right = np.stack([table[:, p.right].max(axis=1) for p in prepared.points], axis=1)
    wrong = np.stack([_wrong(table, p.wrong, p.right) for p in prepared.points], axis=1)
    stands: dict[int, Stand] = {}
    everything = frozenset().union(*answer.units)
    topic = _topic(prepared, answer, table, right)
    found = []
    for column, point in enumerate(prepared.points):
        others = np.arange(len(prepared.points)) != column
        values, best, worst = _similarities(table, right, wrong, column, others, point)
        near = np.argsort(-np.maximum(right[:, column], wrong[:, column]), kind="stable")
        looked_at = sorted({best, worst, *map(int, near[:LOOKED_AT])})
        for window in looked_at:
            if window not in stands:
                stands[window] = stand(answer.reading.claims_in(answer.spans[window]))
        values |= _words(point, answer, everything, best, worst)
        values |= _claims(point, stands, looked_at, best, worst, glossary)
        values |= _manner(point, stands[best], stands[worst])
        found.append(
            PointFeatures(
                values=np.array([values[name] for name in FEATURES], dtype=np.float64),
                pair=pair_row(prepared.rows, point, answer.rows[best], answer.rows[worst]),
                best=best,
                worst=worst,
                wrong=int(table[worst, point.wrong].argmax()) if len(point.wrong) else -1,
                topic=topic,
            )
        )
    return tuple(found)


def _topic(
    prepared: PreparedRubric,
    answer: Windowed,
    table: NDArray[np.float32],
    right: NDArray[np.float32],
) -> Topic:
    """Whether the answer is about this question at all, read off the windows nearest to its points.

    The rest of the answer does not count, so that idle talk around it changes nothing.
    """
    nearest = frozenset().union(*(answer.units[i] for i in right.argmax(axis=0)))
    relative = [
        (right[:, i].max() - p.floor) / (p.ceiling - p.floor) for i, p in enumerate(prepared.points)
    ]
    return Topic(
        shared=len(nearest & prepared.units) / max(len(nearest), 1),
        relative=float(np.mean(relative)),
        prompt=float(table[:, 0].max()),
    )


def _highest(table: NDArray[np.float32], columns: NDArray[np.intp]) -> NDArray[np.float32]:
    return np.asarray(table[:, columns].max(axis=1))


def _wrong(
    table: NDArray[np.float32], wrong: NDArray[np.intp], right: NDArray[np.intp]
) -> NDArray[np.float32]:
    """Nearness to the wrong versions; where none was written, what it usually is beside the right."""
    if len(wrong):
        return _highest(table, wrong)
    return np.asarray(_highest(table, right) - np.float32(USUAL_MARGIN))


def _similarities(
    table: NDArray[np.float32],
    rights: NDArray[np.float32],
    wrongs: NDArray[np.float32],
    column: int,
    others: NDArray[np.bool_],
    point: PreparedPoint,
) -> tuple[dict[str, float], int, int]:
    """The similarity features, with the best and the worst window."""
    right, wrong = rights[:, column], wrongs[:, column]
    lead = wrong - right
    best, worst = int(right.argmax()), int((wrong + lead).argmax())
    positives = table[:, point.right]
    peaks = np.sort(positives.max(axis=0))
    other = _highest(table, point.right_other)
    other_wrong = _wrong(table, point.wrong_other, point.right_other)
    both, both_wrong = right + other, wrong + other_wrong
    both_best, both_worst = int(both.argmax()), int(both_wrong.argmax())
    near = np.maximum(right, wrong)
    close = near >= near.max() - NEAR
    weight = np.exp(12.0 * (near - near.max()))
    rivals = rights[:, others].max(axis=1) if others.any() else np.zeros_like(right)
    wrong_rivals = wrongs[:, others].max(axis=1) if others.any() else np.zeros_like(right)
    values = {
        "similarity": right[best],
        "relative": (right[best] - point.floor) / (point.ceiling - point.floor),
        "second": peaks[-2] if len(peaks) > 1 else peaks[-1],
        "text_similarity": positives[:, 0].max(),
        "mean_similarity": positives.mean(axis=1).max(),
        "margin": -lead[best],
        "wrong_similarity": wrong.max(),
        "mean_wrong_similarity": table[:, point.wrong].mean(axis=1).max()
        if len(point.wrong)
        else wrong.max(),
        "wrong_margin": lead[worst],
        "soft_margin": _soft(right) - _soft(wrong),
        "near_margin": -(weight * lead).sum() / weight.sum(),
        "least_margin": -lead[close].max(),
        "most_margin": -lead[close].min(),
        "over_points": right[best] - rivals[best],
        "over_wrong": right[best] - wrong_rivals[best],
        "wrong_over_wrong": wrong[both_worst] - wrong_rivals[both_worst],
        "other_similarity": other.max(),
        "other_wrong": other_wrong.max(),
        "other_margin": other[best] - other_wrong[best],
        "other_wrong_margin": (other_wrong - other).max(),
        "both_similarity": both[both_best],
        "both_margin": both[both_best] - both_wrong[both_best],
        "both_wrong": both_wrong[both_worst],
        "both_wrong_margin": both_wrong[both_worst] - both[both_worst],
        "prompt_similarity": table[best, 0],
    }
    return {name: float(value) for name, value in values.items()}, best, worst


def _soft(values: NDArray[np.float32]) -> float:
    """A soft maximum: several windows that are near count for more than one."""
    top = float(values.max())
    return top + float(np.log(np.exp(20.0 * (values - top)).sum())) / 20.0


def _words(
    point: PreparedPoint, answer: Windowed, everything: frozenset[str], best: int, worst: int
) -> dict[str, float]:
    terms = {unit: weight for unit, weight in point.units.items() if unit[0] == "="}
    return {
        "recall": recall(point.units, everything),
        "window_recall": max(recall(point.units, units) for units in answer.units),
        "term_recall": recall(terms, everything),
        "wrong_recall": _wrong_recall(point, everything),
        "best_recall": recall(point.units, answer.units[best]),
        "worst_recall": recall(point.units, answer.units[worst]),
        "best_wrong_recall": _wrong_recall(point, answer.units[best]),
        "worst_wrong_recall": _wrong_recall(point, answer.units[worst]),
    }


def recall(weights: Mapping[str, float], units: frozenset[str]) -> float:
    """The weighted share of a text's units that occur."""
    whole = sum(weights.values())
    return sum(weights[unit] for unit in units & weights.keys()) / whole if whole else 0.0


def _wrong_recall(point: PreparedPoint, units: frozenset[str]) -> float:
    return max((recall(weights, units) for weights in point.wrong_units), default=0.0)


def _claims(
    point: PreparedPoint,
    stands: Mapping[int, Stand],
    looked_at: list[int],
    best: int,
    worst: int,
    glossary: Glossary,
) -> dict[str, float]:
    """How the nearest windows' claims agree with the point's and with its wrong versions'."""
    right = {w: _compare(stands[w], point.right_stands, point, glossary) for w in looked_at}
    wrong = {w: _compare(stands[w], point.wrong_stands, point, glossary) for w in looked_at}
    values: dict[str, float] = {}
    for i, name in enumerate(COMPARED):
        agreed = {w: max((a[i] for a in right[w]), default=0.0) for w in looked_at}
        erred = {w: max((a[i] for a in wrong[w]), default=0.0) for w in looked_at}
        values |= {
            f"{name}_best": agreed[best],
            f"{name}_best_wrong": erred[best],
            f"{name}_worst": agreed[worst],
            f"{name}_worst_wrong": erred[worst],
            f"{name}_least": min((a[i] for w in looked_at for a in right[w]), default=0.0),
            f"{name}_gap": max(erred[w] - agreed[w] for w in looked_at),
        }
    return values


def _compare(
    passage: Stand, references: tuple[Stand, ...], point: PreparedPoint, glossary: Glossary
) -> list[Agreement]:
    return [agree(passage, reference, point.units, glossary) for reference in references]


def _manner(point: PreparedPoint, best: Stand, worst: Stand) -> dict[str, float]:
    """Denials and turns of phrase in the two windows, beside what the point's own texts have."""
    denials = [s.denials for s in point.right_stands]
    usual = float(np.mean(denials))
    values = {
        "denies_more": float(best.denials > min(denials)),
        "denials_worst": float(min(worst.denials, MOST)),
        "denials_right": usual,
        "denials_gap": min(best.denials, MOST) - usual,
    }
    for i, cue in enumerate(CUES):
        own = float(np.mean([s.cues[i] if s.cues else 0 for s in point.right_stands]))
        for where, passage in (("best", best), ("worst", worst)):
            values[f"{cue}_{where}"] = min(passage.cues[i] if passage.cues else 0, MOST) - own
    return values
