"""The shipped grader, and answers of the bank that the quality tests look at."""

from __future__ import annotations

import pytest

from grading.backends.load import load_grader
from grading.engine.fitting.samples import Sample
from grading.engine.grader import Grader
from grading.engine.rubric import Rubric
from grading.engine.verdict import AnswerVerdict, GradeItem
from grading.learning import bank_rubrics, labelled_samples

EVERY = 18


class Bench:
    """The shipped grader over every eighteenth question of the bank that has labelled answers."""

    def __init__(self) -> None:
        self.grader: Grader = load_grader()
        self.rubrics: dict[str, Rubric] = bank_rubrics()
        labelled = labelled_samples(self.rubrics)
        chosen = set(sorted({s.question for s in labelled})[::EVERY])
        self.samples = [s for s in labelled if s.question in chosen]

    def of_kind(self, *kinds: str) -> list[Sample]:
        return [sample for sample in self.samples if sample.kind in kinds]

    def grade(self, samples: list[Sample], texts: list[str] | None = None) -> list[AnswerVerdict]:
        """The verdicts on samples, or on other texts given in their place."""
        written = texts if texts is not None else [sample.text for sample in samples]
        return self.grader.grade(
            [
                GradeItem(self.rubrics[sample.question], sample.language, text)
                for sample, text in zip(samples, written, strict=True)
            ]
        )


@pytest.fixture(scope="session")
def bench() -> Bench:
    return Bench()
