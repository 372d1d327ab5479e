"""How well verdicts agree with people: states, scores, order, twins."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import pearsonr, spearmanr  # type: ignore[import-untyped]
from sklearn.metrics import cohen_kappa_score, roc_auc_score

from grading.engine.features import FEATURES
from grading.engine.fitting.samples import Sample
from grading.engine.fitting.table import Table
from grading.engine.verdict import STATES, AnswerVerdict, PointVerdict

HIGHER = {
    "strong": ("partial", "vague", "wrong", "adversarial"),
    "partial": ("vague", "wrong", "adversarial"),
}

Graded = Sequence[tuple[Sample, AnswerVerdict]]


def measure(graded: Graded) -> dict[str, Any]:
    """Every number that is reported about labelled answers; generated samples must not be among them."""
    people = [sample.score for sample, _ in graded]
    ours = [verdict.score for _, verdict in graded]
    return {
        "answers": len(graded),
        "questions": len({sample.question for sample, _ in graded}),
        "spearman": _round(spearmanr(people, ours)[0]),
        "pearson": _round(pearsonr(people, ours)[0]),
        "rmse": _round(float(np.sqrt(np.mean((np.array(people) - ours) ** 2)))),
        "covered": _round(float(np.mean([v.low <= s.score <= v.high for s, v in graded]))),
        "interval_width": _round(float(np.mean([v.high - v.low for _, v in graded]))),
        "states": states(graded),
        "order": order(graded),
        "kinds": kinds(graded),
        "parity": parity(graded),
    }


def measure_apart(graded: Graded) -> dict[str, Any]:
    """The same numbers for blind answers and for the others."""
    sets = {name: [(s, v) for s, v in graded if s.blind is blind]
            for name, blind in (("labelled", False), ("blind", True))}  # fmt: skip
    return {name: measure(own) for name, own in sets.items() if own}


def baselines(table: Table) -> dict[str, float | None]:
    """Rank agreement of length alone, and of the points' nearest cosine alone."""
    own = [read for read in table.reads if not read.sample.generated]
    people = [read.sample.score for read in own]
    place = FEATURES.index("similarity")
    return {
        "length_only_spearman": _round(spearmanr(people, [len(r.sample.text) for r in own])[0]),
        "cosine_only_spearman": _round(
            spearmanr(people, [np.mean([f.values[place] for f in r.features]) for r in own])[0]
        ),
    }


def states(graded: Graded) -> dict[str, Any]:
    """Agreement per point: kappa and, per state, precision and recall; *unsure* answers count as missed."""
    truth = [sample.states[p.key] for sample, v in graded for p in v.points]
    said = [p.state for _, v in graded for p in v.points]
    likely = [likeliest(p) for _, v in graded for p in v.points]
    table = Counter(zip(truth, said, strict=True))
    per_state = {}
    for state in STATES:
        right = table[state, state]
        per_state[state] = {
            "points": sum(n for (t, _), n in table.items() if t == state),
            "precision": _share(right, sum(n for (_, s), n in table.items() if s == state)),
            "recall": _share(right, sum(n for (t, _), n in table.items() if t == state)),
        }
    sure = [(t, s) for t, s in zip(truth, said, strict=True) if s != "unsure"]
    sides = [
        (sample.states[p.key] == "said", p.probabilities["said"] - p.probabilities["contradicted"])
        for sample, v in graded
        for p in v.points
        if sample.states[p.key] in ("said", "contradicted")
    ]
    return {
        "kappa": _round(cohen_kappa_score(truth, likely)),
        "accuracy": _round(float(np.mean(np.array(truth) == np.array(likely)))),
        "unsure": _share(len(said) - len(sure), len(said)),
        "accuracy_when_sure": _round(float(np.mean([t == s for t, s in sure]))),
        "auc_said_contradicted": _round(roc_auc_score(*zip(*sides, strict=True))),
        "per_state": per_state,
    }


def by_question(graded: Graded) -> dict[str, dict[str, Any]]:
    """Each question's agreement with people: kappa over its points' states, and over how many."""
    pairs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    answers: Counter[str] = Counter()
    for sample, verdict in graded:
        answers[sample.question] += 1
        pairs[sample.question] += [(sample.states[p.key], likeliest(p)) for p in verdict.points]
    return {
        question: {
            "kappa": _round(cohen_kappa_score(*zip(*pairs[question], strict=True))),
            "answers": answers[question],
            "points": len(pairs[question]),
        }
        for question in sorted(pairs)
    }


def likeliest(point: PointVerdict) -> str:
    return max(STATES, key=lambda state: point.probabilities[state])


def order(graded: Graded) -> dict[str, Any]:
    """The share of pairs of one question in the right order: strong > partial > the rest."""
    by_question: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for sample, verdict in graded:
        by_question[sample.question].append((sample.kind, verdict.score))
    right: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for answers in by_question.values():
        for kind, score in answers:
            for lower, below in answers:
                if lower in HIGHER.get(kind, ()):
                    pairs[f"{kind} > {lower}"] += 1
                    right[f"{kind} > {lower}"] += score > below
    return {
        "pairs": pairs.total(),
        "right": _share(right.total(), pairs.total()),
        "by_kind": {name: _share(right[name], pairs[name]) for name in sorted(pairs)},
    }


def kinds(graded: Graded) -> dict[str, dict[str, float | None]]:
    """Mean, least and greatest score for each kind of answer, beside what people gave."""
    found = {}
    for kind in sorted({sample.kind for sample, _ in graded}):
        scores = [v.score for s, v in graded if s.kind == kind]
        people = [s.score for s, _ in graded if s.kind == kind]
        found[kind] = {
            "n": len(scores),
            "mean": _round(float(np.mean(scores))),
            "min": min(scores),
            "max": max(scores),
            "above_15": _share(sum(score > 15 for score in scores), len(scores)),
            "above_45": _share(sum(score > 45 for score in scores), len(scores)),
            "people": _round(float(np.mean(people))),
        }
    return found


def parity(graded: Graded) -> dict[str, Any]:
    """Whether language matters: twins' difference, and the mean error in each language."""
    scores = {sample.id: verdict.score for sample, verdict in graded}
    apart = [
        abs(scores[s.id] - scores[s.twin])
        for s, _ in graded
        if s.twin is not None and s.twin in scores and s.id < s.twin
    ]
    errors = {
        language: [v.score - s.score for s, v in graded if s.language == language]
        for language in ("ko", "en")
    }
    return {
        "twins": len(apart),
        "twin_difference": _round(float(np.mean(apart))) if apart else None,
        "mean_error": {lang: _round(float(np.mean(e))) for lang, e in errors.items() if e},
    }


def _share(part: int, whole: int) -> float | None:
    return _round(part / whole) if whole else None


def _round(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)
