"""The question file's shape: what a YAML file under ``fixtures/questions`` must hold to be loaded."""

from __future__ import annotations

import hashlib
import re
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from interview.questions.coding_schema import CodingSpec

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
QuestionId = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]+(\d+|\d*\.\d+)(-\d+)?$", max_length=20)
]

RoundName = Literal["phone_screen", "fundamentals", "coding", "system_design"]
LevelName = Literal["junior", "mid", "senior"]
DimensionName = Literal[
    "problem", "knowledge", "tradeoffs", "engineering", "evaluation", "communication"
]
StageName = Literal[
    "requirements", "framing", "data", "model", "evaluation", "serving", "monitoring"
]
ContrastKind = Literal[
    "swapped", "reversed", "negated", "wrong_advice", "wrong_fact", "wrong_number"
]

HANGUL = re.compile(r"[가-힣]")


class Strict(BaseModel):
    """Unknown fields are errors: a misspelt field must not be dropped in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Strict):
    """One text in both languages; the Korean one must be written in Hangul, the English one must not."""

    ko: Text
    en: Text

    @model_validator(mode="after")
    def check_script(self) -> Bilingual:
        if not HANGUL.search(self.ko):
            raise ValueError(_("the Korean text holds no Hangul"))
        if HANGUL.search(self.en):
            raise ValueError(_("the English text holds Hangul"))
        return self


class Phrasings(Strict):
    """The same claim as candidates really say it, at least twice per language."""

    ko: Annotated[list[Text], Field(min_length=2)]
    en: Annotated[list[Text], Field(min_length=2)]


class ContrastSpec(Bilingual):
    """A wrong version of the point that candidates really believe."""

    kind: ContrastKind


class HintSpec(Bilingual):
    """A rung of the hint ladder; `cost` is what it takes off the question's score, in points of 100."""

    cost: Annotated[int, Field(ge=0, le=30)]


class FactSpec(Strict):
    """What the interviewer answers when a design candidate asks for it, and how it may be asked."""

    id: Key
    asks: Phrasings
    answer: Bilingual
    important: bool = False


class PointFile(Strict):
    """One claim an experienced interviewer listens for."""

    id: Key
    stage: StageName | None = None
    dimension: DimensionName
    weight: Annotated[int, Field(ge=1, le=5)]
    required: bool = False
    text: Bilingual
    phrasings: Phrasings
    contrasts: Annotated[list[ContrastSpec], Field(min_length=2)]
    probe: Bilingual


class QuestionFile(Strict):
    """A whole question with its rubric, as one file."""

    id: QuestionId
    slug: Key
    round: RoundName
    level: LevelName
    minutes: Annotated[int, Field(ge=3, le=60)]
    topic: QuestionId
    prompt: Bilingual
    hints: Annotated[list[HintSpec], Field(min_length=2)]
    model_answer: Bilingual
    points: Annotated[list[PointFile], Field(min_length=4, max_length=42)]
    facts: list[FactSpec] = []
    coding: CodingSpec | None = None

    @model_validator(mode="after")
    def check_whole(self) -> QuestionFile:
        keys = [point.id for point in self.points]
        repeated = sorted({key for key in keys if keys.count(key) > 1})
        if repeated:
            raise ValueError(_("point ids are repeated: %(ids)s") % {"ids": ", ".join(repeated)})
        staged = [point.stage is not None for point in self.points]
        if any(staged) and not all(staged):
            raise ValueError(_("either every point names its stage or none does"))
        if not any(staged) and len(self.points) > 8:
            raise ValueError(_("a question without stages has at most 8 points"))
        if (self.round == "coding") != (self.coding is not None):
            raise ValueError(
                _("questions of the coding round have a coding part, others have none")
            )
        if self.id.split("-")[0] != self.topic:
            raise ValueError(_("the id must start with its topic"))
        return self

    def source_hash(self) -> str:
        """Return the SHA-256 of the rubric's content, whatever the file's layout."""
        outside = {"slug", "round", "level", "minutes", "topic"}
        if self.coding is None:  # as if the field were not there: most questions have none
            outside.add("coding")
        content = self.model_dump_json(exclude=outside)
        return hashlib.sha256(content.encode()).hexdigest()


class LabelledAnswer(Strict):
    """One line of ``fixtures/labelled/*.jsonl``: an answer with a person's states and score."""

    id: Text
    question: QuestionId
    language: Literal["ko", "en"]
    kind: Literal["strong", "partial", "vague", "wrong", "adversarial"]
    text: str
    score: Annotated[int, Field(ge=0, le=100)]
    states: dict[Key, Literal["said", "partly", "not_said", "contradicted"]]
    twin: Text | None = None


class TwiceRated(LabelledAnswer):
    """One line of ``fixtures/unseen/*.jsonl``: an answer that two raters rated apart from each other."""

    second_score: Annotated[int, Field(ge=0, le=100)]
    second_states: dict[Key, Literal["said", "partly", "not_said", "contradicted"]]
