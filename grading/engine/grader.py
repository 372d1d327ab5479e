"""The grader: reads, encodes and judges a batch of answers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from grading.engine.calibration import Calibration
from grading.engine.encoder import Encoder, FloatMatrix, MemoryVectors, VectorStore
from grading.engine.entailment import EVIDENCE, Entailment, span_pairs
from grading.engine.features import PointFeatures, point_features
from grading.engine.gates import ordered_spans, repeated_spans
from grading.engine.glossary import Glossary
from grading.engine.judge import blank_verdict, judge
from grading.engine.prepared import PreparedRubric, prepare
from grading.engine.reading import Reading, read
from grading.engine.rubric import Language, Rubric
from grading.engine.segment import Span, windows
from grading.engine.topic import Background, topic_of
from grading.engine.verdict import AnswerVerdict, GradeItem
from grading.engine.windowed import Windowed

KEPT_RUBRICS = 256
SHOUTED = 8


class Grader:
    """Grades answers against rubrics with one encoder, glossary and calibration.

    `grade` asks the encoder once for all windows of all answers, so a batch costs little more
    than its encoding. Rubric vectors come from `store`; the last rubrics stay prepared in memory.
    """

    def __init__(
        self,
        encoder: Encoder,
        *,
        glossary: Glossary,
        calibration: Calibration,
        store: VectorStore | None = None,
        entailment: Entailment | None = None,
        background: Background | None = None,
    ) -> None:
        self.encoder = encoder
        self.glossary = glossary
        self.calibration = calibration
        self.store: VectorStore = store if store is not None else MemoryVectors()
        self.entailment = entailment
        self.background = background
        self._prepared: OrderedDict[tuple[object, ...], PreparedRubric] = OrderedDict()

    def grade(self, items: Sequence[GradeItem]) -> list[AnswerVerdict]:
        """One verdict for each item, in order."""
        prepared = [self.prepare(item.rubric, item.language) for item in items]
        readings = [read(item.text, self.glossary) for item in items]
        answers = self.windows(readings)
        features = [
            point_features(ready, answer, self.glossary) if answer.spans else ()
            for ready, answer in zip(prepared, answers, strict=True)
        ]
        evidence = self.evidence(prepared, answers, features)
        return [
            judge(
                ready,
                answer,
                own,
                topic_of(ready, answer, self.background),
                self.calibration,
                self.encoder_id,
                given,
            )
            if answer.spans
            else blank_verdict(ready, answer.reading, self.calibration.id, self.encoder_id)
            for ready, answer, own, given in zip(prepared, answers, features, evidence, strict=True)
        ]

    @property
    def encoder_id(self) -> str:
        """The encoder's id, and the entailment model's where there is one."""
        if self.entailment is None:
            return self.encoder.id
        return f"{self.encoder.id}+{self.entailment.id}"

    def evidence(
        self,
        prepared: Sequence[PreparedRubric],
        answers: Sequence[Windowed],
        features: Sequence[tuple[PointFeatures, ...]],
    ) -> list[NDArray[np.float64] | None]:
        """The entailment verdicts of every answer's points, all judged in one call."""
        if self.entailment is None:
            return [None] * len(answers)
        pairs = [
            span_pairs(ready, answer, own) if own else []
            for ready, answer, own in zip(prepared, answers, features, strict=True)
        ]
        verdicts = self.entailment.judge([pair for own in pairs for pair in own])
        ends = np.cumsum([len(own) for own in pairs])
        return [
            verdicts[end - len(own) : end].reshape(-1, len(EVIDENCE))
            for own, end in zip(pairs, ends, strict=True)
        ]

    def sentences(self, text: str) -> tuple[str, ...]:
        """The sentences of a text, or the text itself where it has none."""
        reading = read(text, self.glossary)
        return tuple(reading.text[s.start : s.end] for s in reading.sentences) or (text,)

    def prepare(self, rubric: Rubric, language: Language) -> PreparedRubric:
        """The rubric made ready in a language, from memory where it was lately used."""
        weights = tuple((p.key, p.weight, p.required) for p in rubric.points)
        key = (rubric.question, language, weights, rubric.texts())
        if key not in self._prepared:
            ready = prepare(rubric, language, self.encoder, self.store, self.glossary)
            self._prepared[key] = ready
            if len(self._prepared) > KEPT_RUBRICS:
                self._prepared.popitem(last=False)
        self._prepared.move_to_end(key)
        return self._prepared[key]

    def windows(self, readings: Sequence[Reading]) -> list[Windowed]:
        """The windows of every reading, encoded in one call, or in one an answer.

        The latter for encoders whose last bits depend on what else is in the call (`alone`), so
        that an answer's verdict does not depend on which answers were waiting with it.
        """
        spans = [_graded_spans(reading) for reading in readings]
        texts = [
            [_quiet(r.text[s.start : s.end]) for s in own]
            for r, own in zip(readings, spans, strict=True)
        ]
        if getattr(self.encoder, "alone", False):
            rows = [self._encoded([given])[0] for given in texts]
        else:
            rows = self._encoded(texts)
        return [_joined(*each) for each in zip(readings, spans, rows, strict=True)]

    def _encoded(self, texts: list[list[str]]) -> list[FloatMatrix]:
        """The rows of several lists of texts, out of one call."""
        unique = list(dict.fromkeys(text for own in texts for text in own))
        rows = self.encoder.encode(unique) if unique else np.zeros((0, 1), dtype=np.float32)
        place = {text: i for i, text in enumerate(unique)}
        return [rows[[place[text] for text in own]] for own in texts]


def _quiet(text: str) -> str:
    """Text written in capitals, in small letters: encoders take shouting for other words."""
    large = sum(char.isupper() for char in text)
    return text.lower() if large >= SHOUTED and large > sum(c.islower() for c in text) else text


def _graded_spans(reading: Reading) -> tuple[Span, ...]:
    """The windows that may earn credit: not orders to the grader, not what was said already."""
    left_out = {*ordered_spans(reading), *repeated_spans(reading)}
    sentences = tuple(s for s in reading.sentences if s not in left_out)
    parts = tuple(
        c for c in reading.clauses if any(s.start <= c.start and c.end <= s.end for s in sentences)
    )
    return windows(sentences, parts)


def _joined(reading: Reading, spans: tuple[Span, ...], rows: FloatMatrix) -> Windowed:
    """The windows, with each pair of neighbouring sentences added as the mean of their vectors.

    Encoding the pairs would double the work; the mean of two unit vectors is nearly as good.
    """
    own = dict(zip(spans, rows, strict=True))
    sentences = [s for s in reading.sentences if s in own]
    joined = [Span(a.start, b.end) for a, b in pairwise(sentences)]
    if joined:
        sums = np.stack([own[a] + own[b] for a, b in pairwise(sentences)])
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        rows = np.concatenate([rows, sums.astype(np.float32)])
    spans = (*spans, *joined)
    return Windowed(reading, spans, tuple(reading.units_in(span) for span in spans), rows)
