"""Reading a reply field by field: what is sound is kept, what is not is named, nothing is all or none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypedDict, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import from_json

from grading.critique.neutral import visible

Verdict = Literal["said", "partly", "not_said", "contradicted"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
LONGEST = 1200
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


def or_blank(value: Any) -> str:
    return value.strip() if isinstance(value, str) and len(value) <= LONGEST else ""


# what is no text, or far too much of it, takes nothing else with it
Blankable = Annotated[str, BeforeValidator(or_blank)]
SCORE = re.compile(
    r"\b(?:100|10)\s*/\s*(?:100|10)\b|\b100\s*(?:점|points?\b|percent\b)|만\s*점|최고\s*점"
    r"|\b(?:full|top|maximum|perfect) (?:marks?|credit)\b|\bscored? (?:of )?100\b",
    re.IGNORECASE,
)
# half of a character that is written as two, without its other half: no JSON
HALF = re.compile(
    r"(?<!\\)\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})(?<!\\)\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
MOST = {"strengths": 3, "errors": 5, "communication": 2}


class PointReply(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    point: Words
    verdict: Verdict
    quote: Blankable = ""
    comment: Blankable = ""


class ErrorReply(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    quote: Words
    correction: Words


class FactualError(TypedDict):
    quote: str
    correction: str


class Content(TypedDict):
    """What of a critique is shown beside the points; any of it may be empty."""

    strengths: list[str]
    next_step: str
    errors: list[FactualError]
    communication: list[str]


@dataclass
class Reading:
    """What could be read. `problems` name what was missing or not as it should be."""

    points: dict[str, PointReply] = field(default_factory=dict)
    strengths: list[str] = field(default_factory=list)
    next_step: str = ""
    errors: list[ErrorReply] = field(default_factory=list)
    communication: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def is_empty(self) -> bool:
        return not (self.points or self.strengths or self.next_step or self.communication)

    def mend(self, other: Reading) -> None:
        """Take from a second reply what this one lacks."""
        self.points = other.points | self.points
        self.strengths = self.strengths or other.strengths
        self.next_step = self.next_step or other.next_step
        self.errors = self.errors or other.errors
        self.communication = self.communication or other.communication


def schema(keys: Sequence[str], *, verdicts_only: bool = False) -> dict[str, Any]:
    """The JSON schema of a reply about these points, as strict as servers take it."""
    text = {"type": "string"}
    point: dict[str, Any] = {
        "point": {"type": "string", "enum": list(keys)},
        "verdict": {"type": "string", "enum": list(VERDICTS)},
        "quote": text,
    }
    if not verdicts_only:
        point["comment"] = text
    whole: dict[str, Any] = {"points": {"type": "array", "items": closed(point)}}
    if not verdicts_only:
        whole |= {
            "strengths": {"type": "array", "items": text},
            "next_step": text,
            "errors": {"type": "array", "items": closed({"quote": text, "correction": text})},
            "communication": {"type": "array", "items": text},
        }
    return closed(whole)


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def parse(text: str, *, growing: bool = False) -> Mapping[str, Any] | None:
    """Return the JSON object in a reply, also one that breaks off or stands in a fence.

    A text in which it breaks off is left out, unless the reply is still `growing`. What nobody
    sees in its texts goes: it could turn the words on the page around, or be refused by a database.
    """
    partial: Literal["on", "trailing-strings"] = "trailing-strings" if growing else "on"
    start = text.find("{")
    if start < 0:
        return None
    end = text.rfind("}") + 1
    for candidate in (text[start:], text[start:end]):
        try:
            found = from_json(HALF.sub("", candidate), allow_partial=partial)
        except ValueError:
            continue
        if isinstance(found, dict):
            return {name: tidied(value) for name, value in found.items()}
    return None


def tidied(value: Any) -> Any:
    """Return a value of JSON whose texts hold only what can be seen."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list):
        return [tidied(item) for item in value]
    if isinstance(value, dict):
        return {name: tidied(item) for name, item in value.items()}
    return value


def read(text: str, keys: Sequence[str], language: str, *, verdicts_only: bool = False) -> Reading:
    """Read a reply about these points whose comments should be in `language`."""
    reading = Reading()
    found = parse(text)
    if found is None:
        reading.problems.append("the whole reply: it must be one JSON object")
        return reading
    read_points(found.get("points"), keys, language, reading)
    if verdicts_only:
        return reading
    reading.strengths = read_list(found, "strengths", Words, language, reading)
    reading.communication = read_list(found, "communication", Words, language, reading)
    reading.errors = [
        error
        for error in read_list(found, "errors", ErrorReply, language, reading)
        if speaks(error.correction, language)
    ]
    step = sound(Words, found.get("next_step"))
    if step is None or not speaks(step, language):
        reading.problems.append("next_step")
    else:
        reading.next_step = step
    return reading


def read_points(entries: Any, keys: Sequence[str], language: str, reading: Reading) -> None:
    for entry in entries if isinstance(entries, list) else []:
        point = sound(PointReply, entry)
        if point is None or point.point not in keys or point.point in reading.points:
            continue
        if point.comment and not speaks(point.comment, language):
            point.comment = ""
        reading.points[point.point] = point
    lacking = [key for key in keys if key not in reading.points]
    reading.problems += [f"points: the entry for [{key}]" for key in lacking]


def read_list(
    found: Mapping[str, Any], name: str, kind: Any, language: str, reading: Reading
) -> list[Any]:
    entries = found.get(name)
    if not isinstance(entries, list):
        reading.problems.append(name)
        return []
    kept = [item for entry in entries if (item := sound(kind, entry)) is not None]
    kept = [item for item in kept if not isinstance(item, str) or speaks(item, language)]
    if entries and not kept:
        reading.problems.append(name)
    return kept[: MOST[name]]


def sound(kind: Any, value: Any) -> Any:
    """Return the value if it is of this kind, else None."""
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return None


def speaks(text: str, language: str) -> bool:
    """Say whether a comment may stand: in the language that was asked for, without a score.

    Terms may be in any language. The model gives no score, so a comment with one obeys somebody else.
    """
    if SCORE.search(text):
        return False
    hangul = sum("가" <= char <= "힣" for char in text)
    letters = sum(char.isalpha() for char in text)
    if not letters:
        return False
    return hangul > 0 if language == "ko" else hangul < letters / 3
