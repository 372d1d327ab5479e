"""What an answer's windows say in a point's own words, and how: recall, claims, manner."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from grading.engine.agreement import Agreement, Stand, agree
from grading.engine.cues import CUES, MOST
from grading.engine.glossary import Glossary
from grading.engine.prepared import PreparedPoint
from grading.engine.windowed import Windowed

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


def words(
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


def claims(
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


def manner(point: PreparedPoint, best: Stand, worst: Stand) -> dict[str, float]:
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
