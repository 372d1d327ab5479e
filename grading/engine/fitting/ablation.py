"""What each group of features adds, on questions left out in twelve groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from grading.engine.features import FEATURES
from grading.engine.fitting.fit import HEAD_STRENGTH, weigh_rows
from grading.engine.fitting.logistic import LOOSENESS
from grading.engine.fitting.ridge import fit_ridge
from grading.engine.fitting.table import Table
from grading.engine.overlap import OVERLAP
from grading.engine.score import raw_score
from grading.engine.similarity import SIMILARITY
from grading.engine.verdict import STATES
from grading.engine.wording import CLAIMS, MANNER, WORDS

FOLDS = 12
PLAIN = (
    "similarity", "relative", "second", "text_similarity", "mean_similarity", "over_points",
    "prompt_similarity",
)  # fmt: skip
OTHER_LANGUAGE = tuple(n for n in SIMILARITY if n.startswith(("other_", "both_")))
CONTRASTS = tuple(n for n in SIMILARITY if n not in PLAIN and n not in OTHER_LANGUAGE)
GROUPS = (
    ("similarity", PLAIN),
    ("words", WORDS),
    ("contrasts", CONTRASTS),
    ("other language", OTHER_LANGUAGE),
    ("claims", CLAIMS),
    ("manner", MANNER),
    ("pieces", OVERLAP),
)


def ablate(table: Table, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """One row for each cumulative step, then one for the whole without each group."""
    weights = weigh_rows(table)
    targets = np.eye(len(STATES))[table.states]
    head = fit_ridge(table.pairs, targets, table.questions, HEAD_STRENGTH, weights)
    column = {name: table.values[:, [i]] for i, name in enumerate(FEATURES)}
    blocks = {name: np.hstack([column[n] for n in names]) for name, names in GROUPS}
    blocks["vector head"] = head.held_out
    found, grown = [], []
    for name, block in blocks.items():
        grown.append(block)
        say(f"up to {name}")
        found.append({"step": f"+ {name}", **_measured(table, np.hstack(grown), weights)})
    for name in blocks:
        say(f"without {name}")
        rest = np.hstack([block for other, block in blocks.items() if other != name])
        found.append({"step": f"all but {name}", **_measured(table, rest, weights)})
    return found


def _measured(
    table: Table, rows: NDArray[np.float64], weights: NDArray[np.float64]
) -> dict[str, float]:
    probabilities = np.zeros((len(rows), len(STATES)))
    questions = np.unique(table.questions)
    for fold in range(FOLDS):
        inside = np.isin(table.questions, questions[fold::FOLDS])
        mean, scale = rows[~inside].mean(axis=0), rows[~inside].std(axis=0) + 1e-9
        scaled = np.clip((rows - mean) / scale, -4, 4)
        model = LogisticRegression(C=LOOSENESS, max_iter=300, tol=1e-3)
        model.fit(scaled[~inside], table.states[~inside], sample_weight=weights[~inside])
        probabilities[inside] = model.predict_proba(scaled[inside])
    own = [r for r in table.reads if not r.sample.generated]
    picked = np.concatenate([np.arange(r.rows.start, r.rows.stop) for r in own])
    truth, likely = table.states[picked], probabilities[picked]
    sides = (truth == 0) | (truth == 3)
    raw = [raw_score([p.point for p in r.prepared.points], probabilities[r.rows]) for r in own]
    return {
        "spearman": round(float(spearmanr(raw, [r.sample.score for r in own])[0]), 3),
        "kappa": round(float(cohen_kappa_score(truth, likely.argmax(axis=1))), 3),
        "auc_said_contradicted": round(
            float(roc_auc_score(truth[sides] == 0, (likely[:, 0] - likely[:, 3])[sides])), 3
        ),
        "wrong_mean": _mean(raw, own, "wrong"),
        "strong_mean": _mean(raw, own, "strong"),
    }


def _mean(raw: list[float], own: list[Any], kind: str) -> float:
    scores = [max(0.0, s) for s, r in zip(raw, own, strict=True) if r.sample.kind == kind]
    return round(float(np.mean(scores)), 1) if scores else 0.0
