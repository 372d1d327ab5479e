"""Samples as rows: one for each point of each answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.features import PointFeatures
from grading.engine.fitting.samples import Sample
from grading.engine.grader import Grader
from grading.engine.prepared import PreparedRubric
from grading.engine.reading import read
from grading.engine.rubric import Rubric
from grading.engine.topic import Topic
from grading.engine.verdict import STATES
from grading.engine.windowed import Windowed

UNKNOWN = -1


@dataclass(frozen=True)
class Read:
    """A sample with everything that grading it needs but the probabilities."""

    sample: Sample
    prepared: PreparedRubric
    answer: Windowed
    features: tuple[PointFeatures, ...]
    topic: Topic
    rows: slice


@dataclass(frozen=True)
class Table:
    """Feature rows, pair rows and state numbers of all points; `questions` names each row's question.

    A point that nobody gave a state has the number UNKNOWN, and nothing is learnt from its row.
    """

    reads: tuple[Read, ...]
    values: NDArray[np.float64]
    pairs: NDArray[np.float32]
    states: NDArray[np.intp]
    questions: NDArray[np.str_]


def tabulate(grader: Grader, rubrics: Mapping[str, Rubric], samples: Sequence[Sample]) -> Table:
    """Read and encode all samples; those in which nothing can be graded are left out.

    Question by question, so that each rubric is made ready once.
    """
    samples = sorted(samples, key=lambda sample: (sample.question, sample.language))
    readings = (read(sample.text, grader.glossary) for sample in samples)
    reads: list[Read] = []
    values, pairs = [], []
    states: list[int] = []
    questions: list[str] = []
    for sample, answer in zip(samples, grader.windows(readings), strict=True):
        prepared = grader.prepare(rubrics[sample.question], sample.language)
        own = grader.match(prepared, answer)
        if own.topic is None:
            continue
        (evidence,) = grader.evidence([own])
        reads.append(
            Read(
                sample,
                prepared,
                answer,
                own.features,
                own.topic,
                slice(len(states), len(states) + len(own.features)),
            )
        )
        for row, (point, found) in enumerate(zip(prepared.points, own.features, strict=True)):
            values.append(found.values if evidence is None else np.r_[found.values, evidence[row]])
            pairs.append(found.pair)
            states.append(number_of(sample, point.point.key))
            questions.append(sample.question)
    return Table(
        tuple(reads), np.array(values), np.array(pairs), np.array(states), np.array(questions)
    )


def number_of(sample: Sample, key: str) -> int:
    if not sample.whole and key not in sample.states:
        return UNKNOWN
    return [*STATES].index(sample.states[key])  # type: ignore[arg-type]
