"""The bank and its labelled answers as the engine's rubrics and samples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grading.engine.fitting.samples import Sample
from grading.engine.rubric import Rubric
from grading.rubrics import rubric_from_file
from interview.models import LabelledAnswer, read_bank, read_labelled, read_twice_rated

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "fixtures" / "questions"
LABELLED = ROOT / "fixtures" / "labelled"
BLIND = ROOT / "fixtures" / "blind"
UNSEEN = ROOT / "fixtures" / "unseen"


def bank_rubrics(folder: Path = QUESTIONS) -> dict[str, Rubric]:
    """The rubric of every question file, by question id."""
    return {question.id: rubric_from_file(question) for question in read_bank(folder)}


def labelled_samples(rubrics: dict[str, Rubric], folder: Path = LABELLED) -> list[Sample]:
    """The labelled answers whose states fit a rubric of the bank, point for point."""
    return [_sample(answer) for answer in read_labelled(folder) if _fits(answer, rubrics)]


def blind_samples(rubrics: dict[str, Rubric], folder: Path = BLIND) -> list[Sample]:
    """The same for answers by people who saw the question alone, rated by others afterwards."""
    return [replace(sample, blind=True) for sample in labelled_samples(rubrics, folder)]


def twice_rated_samples(
    rubrics: dict[str, Rubric], folder: Path = UNSEEN
) -> list[tuple[Sample, Sample]]:
    """The answers that two raters scored, as each of them saw it. Nothing is fitted on these."""
    return [
        (_sample(own), replace(_sample(own), states=own.second_states, score=own.second_score))
        for own in read_twice_rated(folder)
        if _fits(own, rubrics)
    ]


def _fits(answer: LabelledAnswer, rubrics: dict[str, Rubric]) -> bool:
    rubric = rubrics.get(answer.question)
    return rubric is not None and {p.key for p in rubric.points} == set(answer.states)


def _sample(answer: LabelledAnswer) -> Sample:
    return Sample(
        id=answer.id,
        question=answer.question,
        language=answer.language,
        kind=answer.kind,
        text=answer.text,
        states=answer.states,
        score=float(answer.score),
        twin=answer.twin,
    )
