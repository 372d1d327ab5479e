"""The bank and its labelled answers as the engine's rubrics and samples."""

from __future__ import annotations

from pathlib import Path

from grading.engine.fitting.samples import Sample
from grading.engine.rubric import Rubric
from grading.rubrics import rubric_from_file
from interview.models import read_bank, read_labelled

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "fixtures" / "questions"
LABELLED = ROOT / "fixtures" / "labelled"


def bank_rubrics(folder: Path = QUESTIONS) -> dict[str, Rubric]:
    """The rubric of every question file, by question id."""
    return {question.id: rubric_from_file(question) for question in read_bank(folder)}


def labelled_samples(rubrics: dict[str, Rubric], folder: Path = LABELLED) -> list[Sample]:
    """The labelled answers whose states fit a rubric of the bank, point for point."""
    keys = {question: {p.key for p in rubric.points} for question, rubric in rubrics.items()}
    return [
        Sample(
            id=answer.id,
            question=answer.question,
            language=answer.language,
            kind=answer.kind,
            text=answer.text,
            states=answer.states,
            score=float(answer.score),
            twin=answer.twin,
        )
        for answer in read_labelled(folder)
        if keys.get(answer.question) == set(answer.states)
    ]
