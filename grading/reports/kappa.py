"""Cohen's kappa: how far two judges agree beyond what chance would give them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return kappa of the paired judgements, -1…1; None where it says nothing.

    It says nothing of no pairs, nor where both always give one and the same verdict.
    """
    n = len(pairs)
    if not n:
        return None
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    seen = sum(a == b for a, b in pairs) / n
    chance = sum(one[state] * other[state] for state in one) / n**2
    return None if chance == 1 else (seen - chance) / (1 - chance)
