"""What comes from elsewhere made fit to be kept: text that a database takes, counts that are counts."""

from __future__ import annotations

import re
from typing import Any

HALF = re.compile(r"[\ud800-\udfff]")
# more than any model reads at once; a larger number is no count
MOST_TOKENS = 10_000_000


def sound_text(text: str) -> str:
    """Return the text without NUL and with whole characters only: halves that belong together are
    joined, others become the mark for what could not be read."""
    if HALF.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "")


def sound_count(value: Any) -> int | None:
    """Return a number of tokens, or None where what was given cannot be one."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= MOST_TOKENS else None
