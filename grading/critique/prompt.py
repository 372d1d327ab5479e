"""What is sent to the language model: question, points and answer, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from grading.backends.language_model import Message
from grading.critique.neutral import neutralise

PROMPT_VERSION = "critique-1"
FOLDER = Path(__file__).resolve().parent / "prompts"
LANGUAGES = {"ko": "Korean (한국어, 존댓말 '-요')", "en": "English"}


@dataclass(frozen=True)
class Assignment:
    """What is to be judged; `points` are (key, text) pairs, `language` is that of the comments."""

    question: str
    points: tuple[tuple[str, str], ...]
    answer: str
    language: str

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key, _ in self.points)


@cache
def template(name: str) -> str:
    return (FOLDER / f"{PROMPT_VERSION}.{name}.txt").read_text(encoding="utf-8")


def content_hash(work: Assignment, *, model: str, samples: int) -> str:
    """Return what is the same for two critiques exactly if the same would be sent for them."""
    sent = [PROMPT_VERSION, model, samples, work.question, work.points, work.language]
    text = json.dumps([*sent, neutralise(work.answer).text], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def fence_code(work: Assignment) -> str:
    """Return a code that nobody can write into the answer beforehand, the same each time."""
    content = "\0".join((work.question, work.answer)).encode("utf-8", "surrogatepass")
    return hmac.new(settings.SECRET_KEY.encode(), content, "sha256").hexdigest()[:16]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def write_messages(work: Assignment, *, sample: int = 0) -> list[Message]:
    """Return the messages of one sample; each sample sees the points in another order."""
    code = fence_code(work)
    points = sorted(work.points, key=lambda point: digest(f"{code}/{sample}/{point[0]}"))
    language = LANGUAGES[work.language]
    user = template("user").format(
        question=work.question,
        points="\n".join(f"- [{key}] {text}" for key, text in points),
        code=code,
        answer=neutralise(work.answer).text,
        language=language,
    )
    return [
        Message("system", template("system").format(language=language)),
        Message("user", user),
    ]


def write_repair(
    messages: Sequence[Message], reply: str, problems: Sequence[str], language: str
) -> list[Message]:
    """Return the messages that ask once more for the fields that could not be used."""
    asked = template("repair").format(
        problems="\n".join(f"- {problem}" for problem in problems), language=LANGUAGES[language]
    )
    return [*messages, Message("assistant", reply), Message("user", asked)]
