"""Quotes: only what the candidate really wrote, in their own characters."""

from __future__ import annotations

import re

from grading.critique.neutral import Neutral
from grading.engine.normal import normalise
from grading.engine.orders import is_order

SHORTEST = 3
# a word or a number is quoted whole: "supervised" is not what somebody said who said "unsupervised"
BEFORE = r"(?<![a-z0-9])(?:(?<!\d[.,])|(?!\d))"
AFTER = r"(?![a-z0-9])(?:(?![.,]\d)|(?<!\d))"
END = re.compile(r"[.!?。]\s|\n")


def find_quote(quote: str, answer: str, neutral: Neutral) -> str:
    """Return the stretch of `answer` that the quote repeats; empty where there is none.

    White space, letter case, the shapes of quotation marks, full and half width and the way that
    letters are composed may differ, words may not. What gives orders to the grader is no evidence
    of anything.
    """
    words = normalise(quote).text.strip().strip("\"'").strip(".… ")
    parts = [re.escape(part) for part in words.split()]
    if not parts or len("".join(parts)) < SHORTEST:
        return ""
    text = normalise(neutral.text)
    wanted = r"\s+".join(parts)
    found = re.search(BEFORE + wanted + AFTER, text.text, re.IGNORECASE)
    if found is None or found.start() == found.end():
        return ""
    if is_order(sentence_around(text.text, found.start(), found.end())):
        return ""
    start, end = text.raw_span(found.start(), found.end())
    return answer[neutral.places[start] : neutral.places[end - 1] + 1]


def sentence_around(text: str, start: int, end: int) -> str:
    """Return a stretch with the rest of the sentences that it stands in: a part of an order is one."""
    before = [found.end() for found in END.finditer(text, 0, start)]
    after = END.search(text, end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]
