"""Whether an answer is about its question at all: beside the question, and beside all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grading.engine.asked import asks_again, sentence_places, sentence_rows
from grading.engine.encoder import FloatMatrix
from grading.engine.prepared import PreparedRubric
from grading.engine.rubric import Rubric
from grading.engine.windowed import Windowed

ON_TOPIC = 0.12
ELSEWHERE = 0.3
SHARED_WEIGHT, RELATIVE_WEIGHT, PROMPT_WEIGHT, NEAR_ENOUGH = 18.2, 2.0, 7.4, 9.1
LEAD_WEIGHT, AT_HOME = 2.6, 0.2
WORTH_CLOSING = 12.0
STEPS = 127


@dataclass(frozen=True)
class Topic:
    """Shared words, nearness to the points and to the prompt, and the lead over other questions.

    `lead` is how much nearer the sentences come to this question's points than to those of the
    question that they come nearest to among the others; infinite where no other is known.
    """

    shared: float
    relative: float
    prompt: float
    lead: float = float("inf")
    # it belongs to this case, if perhaps to another of its stages
    at_home: bool = False
    # it says the question again
    asks_again: bool = False


@dataclass(frozen=True)
class Background:
    """Other questions' points, one row each, both languages in one; `starts` begins a question."""

    questions: tuple[str, ...]
    starts: NDArray[np.intp]
    rows: FloatMatrix

    @cached_property
    def columns(self) -> FloatMatrix:
        """The rows as columns, laid out for the product with few sentences."""
        return np.ascontiguousarray(self.rows.T)

    def nearest(self, question: str, sentences: FloatMatrix) -> float | None:
        """How near the sentences come, on average, to the nearest question that is not this one."""
        near = self._near(sentences)
        if question in self.questions:
            near[self.questions.index(question)] = -np.inf
        return None if self.questions in ((), (question,)) else float(near.max())

    def holds(self, question: str, sentences: FloatMatrix) -> bool:
        """Whether the sentences come nearer to all of this question than to any other."""
        if question not in self.questions:
            return False
        return int(self._near(sentences).argmax()) == self.questions.index(question)

    def _near(self, sentences: FloatMatrix) -> FloatMatrix:
        near: FloatMatrix = np.maximum.reduceat(sentences @ self.columns, self.starts, axis=1)
        return np.asarray(near.mean(axis=0), dtype=np.float32)


def gather_background(
    rubrics: Mapping[str, Rubric], vectors: Callable[[Sequence[str]], FloatMatrix]
) -> Background:
    """The background that these questions make, rounded to what a file of bytes holds."""
    named = sorted(rubrics.items())
    points = [point for _, rubric in named for point in rubric.points]
    texts = [tuple(filter(None, point.text.values())) for point in points]
    rows = dict(zip(flat := list(dict.fromkeys(chain(*texts))), vectors(flat), strict=True))
    whole = np.stack([np.sum([rows[text] for text in own], axis=0) for own in texts])
    sizes = [len(rubric.points) for _, rubric in named]
    bytes_ = np.rint(STEPS * whole / np.abs(whole).max(axis=1, keepdims=True)).astype(np.int8)
    return _background(tuple(name for name, _ in named), np.cumsum([0, *sizes[:-1]]), bytes_)


def save_background(background: Background, path: Path, encoder: str) -> None:
    peaks = np.abs(background.rows).max(axis=1, keepdims=True)
    np.savez_compressed(
        path,
        encoder=np.array(encoder),
        questions=np.array(background.questions),
        starts=background.starts.astype(np.int32),
        rows=np.rint(STEPS * background.rows / peaks).astype(np.int8),
    )


def load_background(folder: Path, encoder: str) -> Background | None:
    """The background in a folder that was made under an encoder, if there is one."""
    for path in sorted(folder.glob("*.npz")):
        with np.load(path, allow_pickle=False) as data:
            if str(data["encoder"]) == encoder:
                questions = tuple(str(name) for name in data["questions"])
                return _background(questions, data["starts"].astype(np.intp), data["rows"])
    return None


def _background(
    questions: tuple[str, ...], starts: NDArray[np.intp], rows: NDArray[np.int8]
) -> Background:
    plain = rows.astype(np.float32)
    plain /= np.linalg.norm(plain, axis=1, keepdims=True)
    return Background(questions, starts, plain)


def topic_of(prepared: PreparedRubric, answer: Windowed, background: Background | None) -> Topic:
    """Where an answer stands, read off the windows nearest to the points.

    The rest of the answer does not count for words, so that idle talk around it changes nothing.
    """
    table = answer.rows @ prepared.rows.T
    right = np.stack([table[:, p.right].max(axis=1) for p in prepared.points], axis=1)
    nearest = frozenset().union(*(answer.units[i] for i in right.argmax(axis=0)))
    relative = [
        (right[:, i].max() - p.floor) / (p.ceiling - p.floor) for i, p in enumerate(prepared.points)
    ]
    return Topic(
        shared=len(nearest & prepared.units) / max(len(nearest), 1),
        relative=float(np.mean(relative)),
        prompt=float(table[:, 0].max()),
        lead=_lead(prepared, answer, right.max(axis=1), background),
        at_home=_is_at_home(prepared, answer, background),
        asks_again=asks_again(prepared, answer, right.max(axis=1)),
    )


def _is_at_home(prepared: PreparedRubric, answer: Windowed, background: Background | None) -> bool:
    """Whether a stage's answer tells of the case, where the stage's own few points cannot say so."""
    staged = any(point.stage for point in prepared.rubric.points)
    if background is None or not staged:
        return False
    return background.holds(prepared.rubric.question, sentence_rows(answer))


def _lead(
    prepared: PreparedRubric,
    answer: Windowed,
    own: NDArray[np.float32],
    background: Background | None,
) -> float:
    if background is None:
        return float("inf")
    rows = sentence_places(answer)
    other = background.nearest(prepared.rubric.question, answer.rows[rows])
    return float("inf") if other is None else float(own[rows].mean()) - other


def is_elsewhere(topic: Topic, earned: float) -> bool:
    """Whether the answer is about something else: few of its words are ours, nothing is near.

    The first lines hold under any encoder. The others were drawn under the default one, beyond
    every labelled answer that people gave something; they speak only where there is something to
    withhold, since a vague answer looks alike.
    """
    if topic.at_home:
        return False
    if topic.shared < ON_TOPIC or (topic.relative < 0.0 and topic.shared < ELSEWHERE):
        return True
    if earned < WORTH_CLOSING:
        return False
    nearness = (
        SHARED_WEIGHT * topic.shared
        + RELATIVE_WEIGHT * topic.relative
        + PROMPT_WEIGHT * topic.prompt
    )
    return nearness < NEAR_ENOUGH or LEAD_WEIGHT * topic.lead + topic.shared < AT_HOME
