"""The grader: reads, encodes and judges a batch of answers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grading.engine.ahead import encode_ahead, encode_together
from grading.engine.calibration import Calibration
from grading.engine.cut import cut
from grading.engine.encoder import Encoder, MemoryVectors, VectorStore
from grading.engine.entailment import EVIDENCE, Entailment, span_pairs
from grading.engine.features import PointFeatures, point_features
from grading.engine.glossary import Glossary
from grading.engine.judge import blank_verdict, judge
from grading.engine.prepared import PreparedRubric, prepare
from grading.engine.reading import Reading, read
from grading.engine.rubric import Language, Rubric
from grading.engine.topic import Background, Topic, topic_of
from grading.engine.verdict import AnswerVerdict, GradeItem
from grading.engine.windowed import Windowed

KEPT_RUBRICS = 256


@dataclass(frozen=True)
class Matched:
    """An answer set against a rubric; without features and topic where nothing can be graded."""

    prepared: PreparedRubric
    answer: Windowed
    features: tuple[PointFeatures, ...]
    topic: Topic | None


class Grader:
    """Grades answers against rubrics with one encoder, glossary and calibration.

    A batch costs little more than its encoding: what else there is to do is done meanwhile.
    Rubric vectors come from `store`; the last rubrics stay prepared in memory.
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
        rubrics = [self.prepare(item.rubric, item.language) for item in items]
        verdicts: list[AnswerVerdict] = []
        matched: list[Matched] = []
        readings = (read(item.text, self.glossary) for item in items)
        for prepared, answer in zip(rubrics, self.windows(readings), strict=True):
            own = self.match(prepared, answer)
            if self.entailment is None:
                verdicts.append(self.judge(own))
            else:
                matched.append(own)
        for own, given in zip(matched, self.evidence(matched), strict=True):
            verdicts.append(self.judge(own, given))
        return verdicts

    def match(self, prepared: PreparedRubric, answer: Windowed) -> Matched:
        """An answer set against a rubric."""
        if not answer.spans:
            return Matched(prepared, answer, (), None)
        return Matched(
            prepared,
            answer,
            point_features(prepared, answer, self.glossary),
            topic_of(prepared, answer, self.background),
        )

    def judge(self, own: Matched, evidence: NDArray[np.float64] | None = None) -> AnswerVerdict:
        if own.topic is None:
            reading = own.answer.reading
            return blank_verdict(own.prepared, reading, self.calibration.id, self.encoder_id)
        return judge(
            own.prepared,
            own.answer,
            own.features,
            own.topic,
            self.calibration,
            self.encoder_id,
            evidence,
        )

    @property
    def encoder_id(self) -> str:
        """The encoder's id, and the entailment model's where there is one."""
        if self.entailment is None:
            return self.encoder.id
        return f"{self.encoder.id}+{self.entailment.id}"

    def evidence(self, matched: Sequence[Matched]) -> list[NDArray[np.float64] | None]:
        """The entailment verdicts of every answer's points, all judged in one call."""
        if self.entailment is None:
            return [None] * len(matched)
        pairs = [
            span_pairs(own.prepared, own.answer, own.features) if own.features else []
            for own in matched
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
        key = (rubric.question, language, weights, rubric.texts(), rubric.model.get(language))
        if key not in self._prepared:
            ready = prepare(rubric, language, self.encoder, self.store, self.glossary)
            self._prepared[key] = ready
            if len(self._prepared) > KEPT_RUBRICS:
                self._prepared.popitem(last=False)
        self._prepared.move_to_end(key)
        return self._prepared[key]

    def windows(self, readings: Iterable[Reading]) -> Iterator[Windowed]:
        """The windows of every reading, in order; see `encode_ahead`."""
        cuts = map(cut, readings)
        if getattr(self.encoder, "alone", False):
            return encode_ahead(self.encoder, cuts)
        return iter(encode_together(self.encoder, list(cuts)))
