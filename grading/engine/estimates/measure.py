"""How often the checker is right about labelled passages: precision and recall a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NotRequired, TypedDict

from grading.engine.estimates.check import check_estimates
from grading.engine.estimates.estimate import Estimate, Verdict


class Label(TypedDict):
    """A number of the passage and what should be said of it; `factor` is how many times too large."""

    quote: str
    verdict: str
    factor: NotRequired[float]


class Passage(TypedDict):
    """A labelled text; what it should say nothing of has no label. `split` names its half."""

    id: str
    language: str
    split: str
    text: str
    given: list[str]
    expected: list[Label]


class Score(TypedDict):
    said: int
    labelled: int
    right: int
    precision: float | None
    recall: float | None


class Measured(TypedDict):
    passages: int
    verdicts: dict[str, Score]
    # of the accusations that are right, those whose factor is too, within a quarter
    factors: int
    mistakes: list[str]


def measure(passages: Sequence[Passage]) -> Measured:
    """Check every passage and count; an estimate meets the label whose number it overlaps."""
    said: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    right: Counter[str] = Counter()
    mistakes, factors = [], 0
    for passage in passages:
        found = check_estimates(passage["text"], passage["given"])
        said.update(estimate.verdict for estimate in found)
        labelled.update(label["verdict"] for label in passage["expected"])
        met = [(meet(found, label, passage["text"]), label) for label in passage["expected"]]
        for estimate, label in met:
            if estimate is not None and estimate.verdict == label["verdict"]:
                right[label["verdict"]] += 1
                factors += has_factor(estimate, label)
            else:
                got = estimate.verdict if estimate else "nothing"
                mistakes.append(f"{passage['id']}: {label['quote']}: {label['verdict']}, got {got}")
        taken = {id(estimate) for estimate, _ in met}
        mistakes += [
            f"{passage['id']}: {e.quote}: nothing, got {e.verdict}"
            for e in found
            if id(e) not in taken
        ]
    return {
        "passages": len(passages),
        "verdicts": {v: score(said[v], labelled[v], right[v]) for v in Verdict},
        "factors": factors,
        "mistakes": mistakes,
    }


def meet(found: Sequence[Estimate], label: Label, text: str) -> Estimate | None:
    start = text.index(label["quote"])
    end = start + len(label["quote"])
    return next((e for e in found if e.start < end and start < e.end), None)


def has_factor(estimate: Estimate, label: Label) -> bool:
    expected = label.get("factor")
    return bool(expected and estimate.factor and 0.8 <= estimate.factor / expected <= 1.25)


def score(said: int, labelled: int, right: int) -> Score:
    return {
        "said": said,
        "labelled": labelled,
        "right": right,
        "precision": round(right / said, 3) if said else None,
        "recall": round(right / labelled, 3) if labelled else None,
    }
