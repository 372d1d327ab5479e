"""Short-answer sets measured: the grader raw, and levels learned without the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.stats import pearsonr, spearmanr  # type: ignore[import-untyped]
from sklearn.decomposition import PCA
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import cohen_kappa_score, f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from grading.engine.fitting.short_answers import ShortAnswer, is_blank
from grading.engine.fitting.short_features import NAMES
from grading.engine.grader import Grader
from grading.engine.rubric import Language, Point, Rubric
from grading.engine.tokens import HANGUL
from grading.engine.verdict import GradeItem

BATCH = 64
TREES = 150
COMPONENTS = 40
LEVELS = 10

Say = Callable[[str], None]


class Model(Protocol):
    def fit(self, rows: Any, targets: Any) -> Any: ...

    def predict(self, rows: Any) -> Any: ...


def language_of(row: ShortAnswer) -> Language:
    """Korean where the reference holds Hangul."""
    return "ko" if HANGUL.search(row.reference) else "en"


def reference_rubric(row: ShortAnswer, sentences: Sequence[str]) -> Rubric:
    """A reference as a rubric: each of its sentences a point, without phrasings and contrasts."""
    language = language_of(row)
    points = tuple(
        Point(f"p{i}", "knowledge", 1.0, False, {language: text}, {}, ())
        for i, text in enumerate(sentences)
    )
    return Rubric(row.question_id, {language: row.question}, points)


def grade_raw(grader: Grader, rows: Sequence[ShortAnswer], say: Say) -> NDArray[np.float64]:
    """The product's own score out of 100 for every answer, nothing learned from the set."""
    rubrics: dict[tuple[str, str], Rubric] = {}
    scores: list[float] = []
    for at in range(0, len(rows), BATCH):
        items = []
        for row in rows[at : at + BATCH]:
            key = (row.question_id, row.reference)
            if key not in rubrics:
                rubrics[key] = reference_rubric(row, grader.sentences(row.reference))
            items.append(GradeItem(rubrics[key], language_of(row), row.answer))
        scores += [verdict.score for verdict in grader.grade(items)]
        if at % (10 * BATCH) == 0:
            say(f"graded {at} of {len(rows)}")
    return np.array(scores)


def report_scores(
    rows: Sequence[ShortAnswer],
    features: NDArray[np.float64],
    pairs: NDArray[np.float32],
    raw: NDArray[np.float64],
    say: Say,
) -> dict[str, Any]:
    """Agreement with the given scores: raw, leave-one-question-out, and two baselines."""
    truth = np.array([row.score for row in rows])
    highest = np.array([row.highest for row in rows])
    groups = np.array([row.question_id for row in rows])
    written = np.array([not is_blank(row.answer) for row in rows])
    joined = _joined(features, pairs, raw)
    columns = {name: features[:, [NAMES.index(name)]] for name in ("length", "cosine")}
    predicted = {
        "raw": raw / 100 * highest,
        "length_only": left_out(columns["length"], truth, groups, _ridge),
        "cosine_only": left_out(columns["cosine"], truth, groups, _ridge),
    }
    say("levels, one question left out at a time")
    predicted["calibrated"] = left_out(joined, truth, groups, _trees)
    return {
        "n": len(rows),
        "questions": len(set(groups)),
        "blank": int((~written).sum()),
        **{
            name: {
                "all": _agree(truth, p, highest),
                "non_blank": _agree(truth[written], p[written], highest[written]),
            }
            for name, p in predicted.items()
        },
    }


def report_labels(
    rows: Sequence[ShortAnswer],
    features: NDArray[np.float64],
    pairs: NDArray[np.float32],
    raw: NDArray[np.float64],
    say: Say,
) -> dict[str, Any]:
    """Macro-F1 of each label against the rest, leave-one-question-out, at even weight."""
    labels = np.array([row.label or "" for row in rows])
    groups = np.array([row.question_id for row in rows])
    joined = _joined(features, pairs, raw)
    say("labels, one question left out at a time")
    likely = left_out(joined, labels, groups, _forest)
    long = left_out(features[:, [NAMES.index("length")]], labels, groups, _forest)
    return {
        "n": len(rows),
        "questions": len(set(groups)),
        "macro_f1": _round(f1_score(labels, likely, average="macro")),
        "against_rest": {
            str(label): {
                "n": int((labels == label).sum()),
                "macro_f1": _round(f1_score(labels == label, likely == label, average="macro")),
                "length_only": _round(f1_score(labels == label, long == label, average="macro")),
            }
            for label in np.unique(labels)
        },
    }


def _joined(
    features: NDArray[np.float64], pairs: NDArray[np.float32], raw: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Features, the raw score and the chief directions in which answers and references differ."""
    parts = min(COMPONENTS, len(pairs) - 1)
    directions = PCA(parts, random_state=0).fit_transform(pairs)
    return np.hstack([features, raw[:, None], directions])


def left_out(
    rows: NDArray[np.float64],
    truth: NDArray[Any],
    groups: NDArray[np.str_],
    make: Callable[[], Model],
) -> NDArray[Any]:
    """Predictions for each question by a model that never saw it."""
    found = np.empty_like(truth)
    for group in np.unique(groups):
        own = groups == group
        found[own] = make().fit(rows[~own], truth[~own]).predict(rows[own])
    return found


def _agree(
    truth: NDArray[np.float64], predicted: NDArray[np.float64], highest: NDArray[np.float64]
) -> dict[str, float]:
    steps = [np.rint(LEVELS * v / highest).clip(0, LEVELS).astype(int) for v in (truth, predicted)]
    return {
        "pearson": _round(pearsonr(truth, predicted)[0]),
        "spearman": _round(spearmanr(truth, predicted)[0]),
        "qwk": _round(cohen_kappa_score(*steps, weights="quadratic", labels=range(LEVELS + 1))),
        "rmse": _round(np.sqrt(np.mean((truth - predicted) ** 2))),
    }


def _ridge() -> Any:
    return make_pipeline(StandardScaler(), Ridge(30.0))


def _trees() -> Any:
    return ExtraTreesRegressor(TREES, min_samples_leaf=3, max_features=0.4, random_state=0)


def _forest() -> Any:
    return ExtraTreesClassifier(
        TREES, min_samples_leaf=5, max_features=0.3, class_weight="balanced", random_state=0
    )


def _round(value: float) -> float:
    return round(float(value), 3)
