"""Where the sentences of a text begin and end; a decimal point ends none."""

from __future__ import annotations

import re
from bisect import bisect_right

# i.e. and e.g. end nothing either
END = re.compile(r"(?<!\bi\.e)(?<!\be\.g)(?<!\bvs)[.!?。](?=\s|$)|\n+")


def sentence_ends(text: str) -> list[int]:
    return [match.end() for match in END.finditer(text)]


def sentence_number(ends: list[int], place: int) -> int:
    return bisect_right(ends, place)


def sentence_start(text: str, place: int) -> int:
    return max((end for end in sentence_ends(text) if end <= place), default=0)


def sentence_end(text: str, place: int) -> int:
    return next((end for end in sentence_ends(text) if end > place), len(text))
