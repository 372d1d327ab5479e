"""From the bank's question files to the engine's rubrics."""

from __future__ import annotations

from grading.engine.rubric import Contrast, Language, Point, Rubric
from interview.models import QuestionFile


def rubric_from_file(question: QuestionFile) -> Rubric:
    """The engine's picture of a question file."""
    points = tuple(
        Point(
            key=point.id,
            dimension=point.dimension,
            weight=float(point.weight),
            required=point.required,
            text={"ko": point.text.ko, "en": point.text.en},
            phrasings={"ko": tuple(point.phrasings.ko), "en": tuple(point.phrasings.en)},
            contrasts=tuple(Contrast(c.kind, {"ko": c.ko, "en": c.en}) for c in point.contrasts),
            stage=point.stage,
        )
        for point in question.points
    )
    prompt: dict[Language, str] = {"ko": question.prompt.ko, "en": question.prompt.en}
    model: dict[Language, str] = {"ko": question.model_answer.ko, "en": question.model_answer.en}
    return Rubric(question=question.id, prompt=prompt, points=points, model=model)
