"""Graded answers to learn from: those people labelled, and negatives made from the bank itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grading.engine.glossary import Glossary
from grading.engine.reading import read
from grading.engine.rubric import Language, Rubric

LANGUAGES: tuple[Language, ...] = ("ko", "en")
CANDIDATES = 4
ELSEWHERE = 3


@dataclass(frozen=True)
class Sample:
    """An answer with its state per point and its score; `kind` says how it was meant.

    One that is not `whole` has states of some points only, and so no score. A `blind` one is by
    somebody who saw the question and nothing of the rubric, as candidates do.
    """

    id: str
    question: str
    language: Language
    kind: str
    text: str
    states: Mapping[str, str]
    score: float
    twin: str | None = None
    whole: bool = True
    blind: bool = False

    @property
    def generated(self) -> bool:
        return self.kind.startswith("made-")


def negatives(
    rubrics: Mapping[str, Rubric], labelled: Sequence[Sample], glossary: Glossary
) -> list[Sample]:
    """Answers that deserve nothing, from the bank itself, without chance.

    For each question and language: three other topics' strong answers, the question restated, and the
    terms of its points as a list.
    """
    strong = {
        language: [s for s in labelled if s.kind == "strong" and s.language == language]
        for language in LANGUAGES
    }
    made: list[Sample] = []
    for place, (question, rubric) in enumerate(sorted(rubrics.items())):
        for language in LANGUAGES:
            texts = {
                "made-restated": rubric.prompt.get(language, ""),
                "made-list": _term_list(rubric, language, glossary),
            }
            others = [s for s in strong[language] if _topic(s.question) != _topic(question)]
            if others:
                places = dict.fromkeys(
                    (7 * place + 13 * step) % len(others) for step in range(CANDIDATES)
                )
                near = [others[i] for i in places]
                near.sort(key=lambda sample: _shared(sample, rubric, glossary))
                for far, sample in enumerate(near[:ELSEWHERE]):
                    texts[f"made-elsewhere-{far}"] = sample.text
            made += [
                Sample(
                    id=f"{question}-{kind}-{language}",
                    question=question,
                    language=language,
                    kind=kind,
                    text=text,
                    states={point.key: "not_said" for point in rubric.points},
                    score=0.0,
                )
                for kind, text in texts.items()
                if text
            ]
    return made


def _shared(sample: Sample, rubric: Rubric, glossary: Glossary) -> float:
    """The share of an answer's terms that a rubric knows: topics overlap, and the farthest is safest."""
    theirs = {hit.term for hit in read(sample.text, glossary).hits}
    texts = " ".join(point.text[sample.language] for point in rubric.points)
    ours = {hit.term for hit in read(texts, glossary).hits}
    return len(theirs & ours) / max(len(theirs), 1)


def _topic(question: str) -> str:
    return question.split(".")[0].split("-")[0] if "." not in question else question.split("-")[0]


def _term_list(rubric: Rubric, language: Language, glossary: Glossary) -> str:
    found: list[str] = []
    for point in rubric.points:
        reading = read(point.text[language], glossary)
        found += [reading.text[hit.start : hit.end] for hit in reading.hits]
    return ", ".join(dict.fromkeys(found))
