"""What an answer is graded against: the engine's own picture of a question and its points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["ko", "en"]


@dataclass(frozen=True)
class Contrast:
    """A wrong version of a point that people really believe."""

    kind: str
    text: Mapping[Language, str]


@dataclass(frozen=True)
class Point:
    """One claim to listen for, with the ways it is said and the ways it is got wrong."""

    key: str
    dimension: str
    weight: float
    required: bool
    text: Mapping[Language, str]
    phrasings: Mapping[Language, tuple[str, ...]]
    contrasts: tuple[Contrast, ...]
    stage: str | None = None

    def positives(self, language: Language) -> tuple[str, ...]:
        """The point and its phrasings in one language, the point's own text first."""
        text = self.text.get(language)
        own = (text,) if text else ()
        return own + tuple(self.phrasings.get(language, ()))

    def negatives(self, language: Language) -> tuple[str, ...]:
        """The wrong versions in one language, in the order they were written."""
        return tuple(c.text[language] for c in self.contrasts if c.text.get(language))


@dataclass(frozen=True)
class Rubric:
    """A question's prompt, its points, and a whole answer that an experienced interviewer would like.

    The model answer earns nothing by being repeated: it is another place where right words stand.
    """

    question: str
    prompt: Mapping[Language, str]
    points: tuple[Point, ...]
    model: Mapping[Language, str] = field(default_factory=dict)

    def texts(self) -> tuple[str, ...]:
        """Every text of the rubric whose vector grading may ask for, without repeats."""
        found = list(self.prompt.values())
        for point in self.points:
            found += point.text.values()
            for phrasings in point.phrasings.values():
                found += phrasings
            for contrast in point.contrasts:
                found += contrast.text.values()
        return tuple(dict.fromkeys(text for text in found if text))
