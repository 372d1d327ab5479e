"""Candidate text made harmless for a language model: what nobody sees is left out, what looks like
a delimiter or a chat template is replaced, character for character. What is stored stays as it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# letters without a shape: they carry text past a reader's eyes
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
HIDDEN = frozenset(("Cf", "Cc", "Co", "Cs", "Cn", "Zl", "Zp"))
STRUCTURE = re.compile(
    r"<\|[^\n]{0,60}?\|>"  # <|im_start|>
    r"|<{2,}|>{2,}"  # our own fences
    r"|</?\s*(?:s|sys|system|user|assistant|developer|tool|answer|candidate|instructions?|rubric|points?|question)\b[^<>\n]{0,60}>"
    r"|\[/?(?:INST|SYS|SYSTEM|USER|ASSISTANT)\]"
    r"|`{3,}|~{3,}|^#{2,}|^-{3,}|^={3,}"
    r"|^[ \t>*]*(?:system|assistant|user|developer|human|ai|시스템|사용자|어시스턴트)[ \t]*[:：]",
    re.IGNORECASE | re.MULTILINE,
)
# each is as long as what it stands for, so that places stay places
HARMLESS = str.maketrans("<>[]|`~#=:：{}", "‹›()¦'-_-··()", "")
FULL_WIDTH = {"-": "·"}


@dataclass(frozen=True)
class Neutral:
    """The text as the model reads it, and for each of its characters the place in the original."""

    text: str
    places: tuple[int, ...]


def is_hidden(char: str) -> bool:
    if char in "\n\t":
        return False
    code = ord(char)
    selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return selector or char in BLANK_LETTERS or unicodedata.category(char) in HIDDEN


def neutralise(text: str) -> Neutral:
    kept = [(place, char) for place, char in enumerate(text) if not is_hidden(char)]
    plain = "".join(char for _, char in kept)
    harmless = STRUCTURE.sub(lambda found: soften(found.group()), plain)
    return Neutral(harmless, tuple(place for place, _ in kept))


def soften(structure: str) -> str:
    softened = structure.translate(HARMLESS)
    if set(structure) <= {"-"}:
        return FULL_WIDTH["-"] * len(structure)
    return softened
