"""English numbers in words: ten, twenty-five, two hundred million, half a billion."""

from __future__ import annotations

import re

TEENS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
DECADES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ONES = {word: float(value) for value, word in enumerate(TEENS)}
ONES |= {"a": 1.0, "an": 1.0, "half": 0.5, "dozen": 12.0, "couple": 2.0}
TENS = {word: 10.0 * value for value, word in enumerate(DECADES, start=2)}
SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

SMALL = "|".join(
    [*sorted(set(ONES) - {"a", "an", "half", "zero", "one", "couple"}, key=len)[::-1], *TENS]
)
BIG = "|".join(SCALE)
WORD = rf"(?:{SMALL}|one|{BIG})"
SPELLED = re.compile(
    rf"(?<![A-Za-z0-9-])(?:(?:half\s+an?|an?|one)\s+(?:dozen|{BIG})|half\s+an?\s+(?:{BIG})|(?:{SMALL}))"
    rf"(?:(?:[\s-]|\s+and\s+)(?:{WORD}))*(?![A-Za-z])",
    re.IGNORECASE,
)


def read_spelled(text: str) -> float:
    """Return the value of what SPELLED matched."""
    total, current = 0.0, 0.0
    for word in re.split(r"[\s-]+", text.lower()):
        if word in ("a", "an") and current:  # half a billion
            continue
        if word in SCALE:
            current = (current or 1.0) * SCALE[word]
            if SCALE[word] > 100:
                total, current = total + current, 0.0
        elif word == "dozen":
            current = (current or 1.0) * 12.0
        else:
            current += ONES.get(word, TENS.get(word, 0.0))
    return total + current
