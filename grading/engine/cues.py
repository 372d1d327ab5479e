"""Turns of phrase that colour a claim: dismissal, absolutes, hedges."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

CUES = ("dismissal", "absolute", "hedge")
MOST = 2


def cue_pattern(phrases: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """One pattern for a cue's phrases: English ones as whole words, Korean ones with loose spacing."""
    english = "|".join(re.escape(str(p)) for p in phrases.get("en", ()))
    korean = "|".join(re.escape(str(p)).replace(r"\ ", " ?") for p in phrases.get("ko", ()))
    parts = ([rf"\b(?:{english})\b"] if english else []) + ([korean] if korean else [])
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def count_cues(text: str, patterns: Mapping[str, re.Pattern[str]]) -> tuple[int, ...]:
    """How often each cue occurs, in the order of `CUES`."""
    return tuple(
        sum(1 for _ in patterns[cue].finditer(text)) if cue in patterns else 0 for cue in CUES
    )
