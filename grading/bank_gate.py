"""The gate of the bank: each question's labelled answers must come out in the right order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grading.engine.grader import Grader
from grading.engine.verdict import GradeItem
from grading.rubrics import rubric_from_file
from interview.models import LabelledAnswer, QuestionFile

ADVERSARIAL_MAXIMUM = 15.0
TWIN_MAXIMUM = 30.0
RANK = {"strong": 2, "partial": 1, "vague": 0, "wrong": 0, "adversarial": 0}


@dataclass(frozen=True)
class Measured:
    """How one question's labelled answers were scored."""

    question: str
    scores: Mapping[str, float]
    wrong_pairs: tuple[tuple[str, str], ...]
    high_adversarial: tuple[str, ...]
    far_twins: tuple[tuple[str, str], ...]

    @property
    def passes(self) -> bool:
        return not (self.wrong_pairs or self.high_adversarial or self.far_twins)


def measure_bank(
    grader: Grader, questions: Sequence[QuestionFile], labelled: Sequence[LabelledAnswer]
) -> Iterator[Measured]:
    """Yield one measurement a question that has labelled answers."""
    answers: dict[str, list[LabelledAnswer]] = defaultdict(list)
    for answer in labelled:
        answers[answer.question].append(answer)
    for question in questions:
        own = answers.get(question.id)
        if own:
            rubric = rubric_from_file(question)
            verdicts = grader.grade([GradeItem(rubric, a.language, a.text) for a in own])
            scores = {a.id: v.score for a, v in zip(own, verdicts, strict=True)}
            yield judge_order(question.id, own, scores)


def judge_order(
    question: str, answers: Sequence[LabelledAnswer], scores: Mapping[str, float]
) -> Measured:
    pairs = tuple(
        (better.id, worse.id)
        for better in answers
        for worse in answers
        if RANK[better.kind] > RANK[worse.kind] and scores[better.id] <= scores[worse.id]
    )
    adversarial = tuple(
        a.id for a in answers if a.kind == "adversarial" and scores[a.id] > ADVERSARIAL_MAXIMUM
    )
    twins = tuple(
        (a.id, a.twin)
        for a in answers
        if a.twin and a.id < a.twin and abs(scores[a.id] - scores[a.twin]) > TWIN_MAXIMUM
    )
    return Measured(question, scores, pairs, adversarial, twins)


def count_pairs(labelled: Sequence[LabelledAnswer]) -> int:
    """Return how many pairs of a question's answers have an order at all."""
    answers: dict[str, list[LabelledAnswer]] = defaultdict(list)
    for answer in labelled:
        answers[answer.question].append(answer)
    return sum(
        RANK[one.kind] > RANK[other.kind]
        for own in answers.values()
        for one in own
        for other in own
    )
