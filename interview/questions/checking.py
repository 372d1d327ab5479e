"""What can be said of the bank without grading: complete, bilingual, no echoes, sane weights."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from interview.questions.importing import SYLLABUS_ROUNDS
from interview.questions.schema import LabelledAnswer, PointFile, QuestionFile

REQUIRED_KINDS: tuple[tuple[str, str | None], ...] = (
    ("strong", "ko"),
    ("strong", "en"),
    ("partial", None),
    ("vague", None),
    ("wrong", None),
    ("adversarial", None),
)
HEAVIEST = 0.4
# A labelled answer that says a text of the rubric in nearly the same words tests nothing. Two texts
# are nearly the same when they share this part of their pieces of four letters.
PIECE = 4
NEARLY_THE_SAME = 0.55
SENTENCE = re.compile(r"(?<=[.!?。])\s+|\n+")


@dataclass(frozen=True)
class Breach:
    """One rule that one question breaks."""

    question: str
    rule: str
    detail: str


def check_files(
    syllabus: Path, questions: Sequence[QuestionFile], labelled: Sequence[LabelledAnswer]
) -> list[Breach]:
    """Return every breach that the files alone show, by question."""
    answers: dict[str, list[LabelledAnswer]] = defaultdict(list)
    for answer in labelled:
        answers[answer.question].append(answer)
    breaches = list(check_completeness(syllabus, questions))
    known = {question.id for question in questions}
    breaches += [
        Breach(key, "orphan", "answers without a question") for key in answers.keys() - known
    ]
    for question in questions:
        breaches += check_texts(question)
        breaches += check_weights(question)
        breaches += check_answers(question, answers[question.id])
        breaches += check_echoes(question, answers[question.id])
    return breaches


def check_completeness(syllabus: Path, questions: Sequence[QuestionFile]) -> Iterator[Breach]:
    outline: dict[str, Any] = yaml.safe_load(syllabus.read_text(encoding="utf-8"))
    written = {question.topic: question for question in questions}
    for part, round_name in SYLLABUS_ROUNDS.items():
        for entry in outline[part]:
            question = written.get(entry["id"])
            if question is None:
                yield Breach(entry["id"], "missing", f"no question on {entry['en']}")
            elif question.round != round_name:
                yield Breach(question.id, "round", f"is {question.round}, not {round_name}")


def check_texts(question: QuestionFile) -> Iterator[Breach]:
    seen: dict[str, str] = {}
    for point in question.points:
        for language in ("ko", "en"):
            for text in map(plain, rubric_texts(point, language)):
                if text in seen:
                    yield Breach(
                        question.id, "repeated", f"{point.id} says again what {seen[text]} says"
                    )
                seen[text] = point.id


def check_weights(question: QuestionFile) -> Iterator[Breach]:
    staged = any(point.stage for point in question.points)
    total = sum(point.weight for point in question.points)
    heaviest = max(question.points, key=lambda point: point.weight)
    if heaviest.weight > HEAVIEST * total:
        yield Breach(question.id, "weight", f"{heaviest.id} is over {HEAVIEST:.0%} of the whole")
    required = sum(point.required for point in question.points)
    if required > (7 if staged else 2):
        yield Breach(question.id, "required", f"{required} points are required")
    costs = [hint.cost for hint in question.hints]
    if costs != sorted(costs):
        yield Breach(question.id, "hints", "a later hint costs less than an earlier one")


def check_answers(question: QuestionFile, answers: Sequence[LabelledAnswer]) -> Iterator[Breach]:
    kinds: Counter[tuple[str, str]] = Counter((a.kind, a.language) for a in answers)
    any_language: Counter[str] = Counter(answer.kind for answer in answers)
    for kind, language in REQUIRED_KINDS:
        found = kinds[kind, language] if language else any_language[kind]
        if not found:
            yield Breach(question.id, "labelled", f"no {kind} answer {language or ''}".strip())
    keys = {point.id for point in question.points}
    by_id = {answer.id: answer for answer in answers}
    for answer in answers:
        if set(answer.states) != keys:
            yield Breach(question.id, "states", f"{answer.id} does not judge every point")
        if answer.twin and (answer.twin not in by_id or by_id[answer.twin].score != answer.score):
            yield Breach(question.id, "twin", f"{answer.id} and its twin differ in score")


def check_echoes(question: QuestionFile, answers: Sequence[LabelledAnswer]) -> Iterator[Breach]:
    """Yield the sentences of labelled answers that the rubric says too, or nearly so."""
    for language in ("ko", "en"):
        texts = [
            (point.id, text, plain(text), pieces(text))
            for point in question.points
            for text in rubric_texts(point, language)
        ]
        for answer in answers:
            if answer.language != language:
                continue
            for sentence in filter(None, map(plain, SENTENCE.split(answer.text))):
                own = pieces(sentence)
                for point, text, words, theirs in texts:
                    if sentence == words or overlap(own, theirs) >= NEARLY_THE_SAME:
                        yield Breach(question.id, "echo", f"{answer.id} repeats {point}: {text}")


def rubric_texts(point: PointFile, language: str) -> Iterator[str]:
    """Yield everything that a point says in a language."""
    yield getattr(point.text, language)
    yield from getattr(point.phrasings, language)
    yield from (getattr(contrast, language) for contrast in point.contrasts)


def pieces(text: str) -> frozenset[str]:
    """Return the text's runs of four letters, whatever its punctuation."""
    letters = re.sub(r"\W+", " ", text.casefold()).strip()
    return frozenset(letters[start : start + PIECE] for start in range(len(letters) - PIECE + 1))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the part that two texts share; texts of very different length share little anyway."""
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or shorter < NEARLY_THE_SAME * longer:
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def plain(text: str) -> str:
    """Return the text without what does not change what is said."""
    return re.sub(r"[\s.,!?。]+", " ", text).strip().casefold()
