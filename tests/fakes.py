"""Small stand-ins for what is slow or fails on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grading.backends.errors import BackendError
from grading.engine.verdict import AnswerVerdict, GradeItem, PointVerdict, Quote
from grading.models import Grade
from grading.pipeline import rubric_of


class KeywordGrader:
    """A grader for tests of everything around grading: a point is said when its key occurs."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.glossary: Any = None

    def grade(self, items: Sequence[GradeItem]) -> list[AnswerVerdict]:
        self.batches.append(len(items))
        return [self.judge(item) for item in items]

    def judge(self, item: GradeItem) -> AnswerVerdict:
        if "poison" in item.text:
            raise RuntimeError("candidate text must not reach the log: " + item.text)
        points = tuple(self.listen(item, point.key) for point in item.rubric.points)
        score = 100 * sum(point.credit for point in points) / len(points)
        return AnswerVerdict(
            score=score,
            low=max(0.0, score - 10),
            high=min(100.0, score + 10),
            gates=(),
            points=points,
            dimensions={"knowledge": score},
            engine="keyword-1",
            encoder="none",
            calibration="none",
        )

    def judge_text(self, item: GradeItem, text: str) -> AnswerVerdict:
        return self.judge(GradeItem(item.rubric, item.language, text))

    def judge_row(self, row: Grade) -> AnswerVerdict:
        return self.judge(GradeItem(rubric_of(row.version), "en", row.answer.text))

    def listen(self, item: GradeItem, key: str) -> PointVerdict:
        place = item.text.find(key)
        said = place >= 0
        return PointVerdict(
            key=key,
            state="said" if said else "not_said",
            credit=1.0 if said else 0.0,
            probabilities={"said": float(said)},
            quotes=(Quote(place, place + len(key)),) if said else (),
        )


class AbsentGrader:
    """A model that cannot be loaded."""

    def grade(self, items: Sequence[GradeItem]) -> list[AnswerVerdict]:
        raise BackendError("The model is not there.", permanent=False)
