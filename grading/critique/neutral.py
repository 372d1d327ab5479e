"""Candidate text made harmless for a language model: what nobody sees is left out, what looks like
a delimiter or a chat template is replaced, character for character. What is stored stays as it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# letters without a shape, and marks that show nothing: they carry text past a reader's eyes
BLANK_LETTERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\u2800"
)
HIDDEN = frozenset(("Cf", "Cc", "Co", "Cs", "Cn", "Zl", "Zp"))
ROLES = r"system|assistant|user|developer|human|ai|tool|grader|시스템|사용자|어시스턴트|개발자|관리자|채점자"
TAGS = (
    r"s|sys|system|user|assistant|developer|tool|answer|candidate|instructions?|rubric|points?|question"
    r"|think|tool_calls?|tool_response|start_of_turn|end_of_turn|bos|eos"
)
STRUCTURE = re.compile(
    r"<\|[^\n]{0,60}?\|>"  # <|im_start|>
    r"|\[\|[^\n]{0,60}?\|\]"  # [|assistant|]
    r"|<{2,}|>{2,}"  # our own fences
    rf"|</?\s*(?:{TAGS})\b[^<>\n]{{0,60}}>"
    r"|\[/?(?:INST|SYS|SYSTEM|USER|ASSISTANT|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]"
    r"|`{3,}|~{3,}|^#{2,}|^-{3,}|^={3,}"
    rf"|^[ \t>*_]*(?:{ROLES})[ \t*_]*:",
    re.IGNORECASE | re.MULTILINE,
)
# what looks like the characters above, beside those that compatibility makes one with them
ALIKE = str.maketrans(
    "〈《≪⟨⟪«‹〉》≫⟩⟫»›∶꞉ː∣ǀ│┃аеорсухіѕтмАЕОРСУХІЅТМοαιρυνΟΑΙΡΥΝΤΜ",
    "<<<<<<<>>>>>>>:::||||aeopcyxistmAEOPCYXISTMoaipuvOAIPYNTM",
)
# each is as long as what it stands for, so that places stay places
HARMLESS = dict(zip("<>[]|`~#=:{}", "‹›()¦'-_-·()", strict=True))
RULE = {"-": "·"}


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


def visible(text: str) -> str:
    return "".join(char for char in text if not is_hidden(char))


def neutralise(text: str) -> Neutral:
    kept = [(place, char) for place, char in enumerate(text) if not is_hidden(char)]
    out = [char for _, char in kept]
    shadow = "".join(map(plain, out))
    for found in STRUCTURE.finditer(shadow):
        table = RULE if set(found.group()) == {"-"} else HARMLESS
        for place in range(*found.span()):
            out[place] = table.get(shadow[place], out[place])
    return Neutral("".join(out), tuple(place for place, _ in kept))


def plain(char: str) -> str:
    """Return the character that this one could be read as, always one for one."""
    if char.isascii():
        return char
    folded = unicodedata.normalize("NFKC", char)
    return (folded if len(folded) == 1 else char).translate(ALIKE)
