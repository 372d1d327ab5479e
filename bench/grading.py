"""Grading against its encoder alone on the same texts: what the engine adds to the encoding."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import inf

from bench.measure import Measure
from bench.stage import Stage
from grading.backends.load import load_encoder, load_grader
from grading.engine.encoder import Encoder, FloatMatrix
from grading.engine.features import point_features
from grading.engine.grader import Grader
from grading.engine.judge import judge
from grading.engine.reading import read
from grading.engine.topic import topic_of
from grading.engine.verdict import GradeItem
from grading.pipeline import rubric_of
from interview.models import Question

ANSWERS = 64
ROUNDS = 7
BATCH = 16
WORDS = 150


class Listener:
    """The grader's encoder, noting what it is asked."""

    def __init__(self, grader: Grader) -> None:
        self.inner = grader.encoder
        self.id = grader.encoder.id
        self.alone = getattr(grader.encoder, "alone", False)
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self.asked.append(list(texts))
        return self.inner.encode(texts)


def measure(stage: Stage) -> Iterator[Measure]:
    grader, encoder = load_grader(), load_encoder()
    items = items_of(stage)[:ANSWERS]
    batches = [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
    for batch in batches:  # Rubrics are encoded once in the life of a worker.
        grader.grade(batch)
    graded, encoded = best_times(grader, encoder, batches)
    yield Measure("answers graded", len(items) / graded, "/s")
    yield Measure("grading : encoding the same texts", encoded / graded, at_least=0.9)

    one = [[long_item(items)]]
    grader.grade(one[0])
    graded, encoded = best_times(grader, encoder, one)
    yield Measure(f"one answer of {WORDS} words", graded * 1000, "ms")
    yield Measure("the same : its encoding", graded / encoded, at_most=3.0)
    for stage_name, seconds in split(grader, one[0][0]).items():
        yield Measure(f"  of which {stage_name}", seconds * 1000, "ms")


def items_of(stage: Stage) -> list[GradeItem]:
    questions = Question.objects.filter(current__isnull=False).select_related("current__question")
    rubrics = {
        question.key: rubric_of(question.current) for question in questions if question.current
    }
    return [
        GradeItem(rubrics[answer.question], answer.language, answer.text)
        for answer in stage.labelled
        if answer.question in rubrics
    ]


def long_item(items: list[GradeItem]) -> GradeItem:
    english = [item for item in items if item.language == "en" and len(item.text.split()) > 30]
    words = " ".join(item.text for item in english[:6]).split()[:WORDS]
    return GradeItem(english[0].rubric, "en", " ".join(words))


def split(grader: Grader, item: GradeItem) -> dict[str, float]:
    """Return the shortest seconds of each stage of grading one answer."""
    prepared = grader.prepare(item.rubric, item.language)
    reading = read(item.text, grader.glossary)
    (answer,) = grader.windows([reading])
    features = point_features(prepared, answer, grader.glossary)
    topic = topic_of(prepared, answer, grader.background)
    stages: dict[str, Callable[[], object]] = {
        "reading": lambda: read(item.text, grader.glossary),
        "windows and encoding": lambda: list(grader.windows([reading])),
        "matching": lambda: point_features(prepared, answer, grader.glossary),
        "other topics": lambda: topic_of(prepared, answer, grader.background),
        "judging": lambda: judge(
            prepared, answer, features, topic, grader.calibration, grader.encoder_id
        ),
    }
    return {name: min(timed(work) for _ in range(ROUNDS)) for name, work in stages.items()}


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def texts_asked(grader: Grader, batch: list[GradeItem]) -> list[list[str]]:
    """Return what the encoder is asked for a batch, call by call."""
    listener = Listener(grader)
    grader.encoder = listener
    grader.grade(batch)
    grader.encoder = listener.inner
    return listener.asked


def best_times(
    grader: Grader, encoder: Encoder, batches: list[list[GradeItem]]
) -> tuple[float, float]:
    """Return the seconds of grading, and of encoding the same texts in this process, by turns.

    The shortest of each batch, summed: other work on the machine seldom spares a long stretch.
    """
    graded, encoded = [inf] * len(batches), [inf] * len(batches)
    asked = [texts_asked(grader, batch) for batch in batches]
    for _ in range(ROUNDS):
        for place, batch in enumerate(batches):
            graded[place] = min(graded[place], timed(partial(grader.grade, batch)))
            encoded[place] = min(encoded[place], timed(partial(encode_all, encoder, asked[place])))
    return sum(graded), sum(encoded)


def encode_all(encoder: Encoder, calls: list[list[str]]) -> None:
    for texts in calls:
        encoder.encode(texts)
