"""Turns of phrase that colour a claim: dismissal, absolutes, hedges."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

CUES = ("dismissal", "absolute", "hedge")
MOST = 2


def cue_pattern(phrases: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """One pattern for a cue's phrases: English ones as whole words, Korean ones with loose spacing.

    It is for small letters: to ignore case while matching takes several times as long.
    """
    english = "|".join(re.escape(str(p).lower()) for p in phrases.get("en", ()))
    korean = "|".join(re.escape(str(p).lower()).replace(r"\ ", " ?") for p in phrases.get("ko", ()))
    parts = ([rf"\b(?:{english})\b"] if english else []) + ([korean] if korean else [])
    return re.compile("|".join(parts) or r"(?!)")


def count_cues(text: str, patterns: Mapping[str, re.Pattern[str]]) -> tuple[int, ...]:
    """How often each cue occurs, in the order of `CUES`."""
    small = text.lower()
    return tuple(len(patterns[cue].findall(small)) if cue in patterns else 0 for cue in CUES)
