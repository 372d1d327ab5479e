"""Quotes: only what the candidate really wrote, in their own characters."""

from __future__ import annotations

import re

from grading.critique.neutral import Neutral
from grading.engine.orders import is_order

SHORTEST = 3
# one character for one, so that places stay places
FOLDED = str.maketrans("“”‘’–—", "\"\"''--")


def find_quote(quote: str, answer: str, neutral: Neutral) -> str:
    """Return the stretch of `answer` that the quote repeats; empty where there is none.

    White space, letter case and the shapes of quotation marks may differ, words may not. What gives
    orders to the grader is no evidence of anything.
    """
    words = quote.strip().strip("\"'“”‘’").strip(".… ")
    parts = [re.escape(part) for part in words.translate(FOLDED).split()]
    if not parts or len("".join(parts)) < SHORTEST:
        return ""
    found = re.search(r"\s+".join(parts), neutral.text.translate(FOLDED), re.IGNORECASE)
    if found is None or found.start() == found.end():
        return ""
    start = neutral.places[found.start()]
    end = neutral.places[found.end() - 1] + 1
    said = answer[start:end]
    return "" if is_order(said) else said
