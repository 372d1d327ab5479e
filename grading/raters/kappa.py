"""Cohen's kappa from counted pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

Pairs = Mapping[tuple[str, str], int]


def kappa(pairs: Pairs) -> float | None:
    """Agreement beyond chance, 1 at most; None where there is nothing to compare or only one state."""
    total = sum(pairs.values())
    if not total:
        return None
    ones: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for (one, other), n in pairs.items():
        ones[one] += n
        others[other] += n
    by_chance = sum(ones[state] * others[state] for state in ones) / total**2
    if by_chance == 1.0:
        return None
    agreed = sum(n for (one, other), n in pairs.items() if one == other) / total
    return round((agreed - by_chance) / (1 - by_chance), 3)


def share_agreed(pairs: Pairs) -> float | None:
    """The share of pairs that say the same."""
    total = sum(pairs.values())
    return sum(n for (one, other), n in pairs.items() if one == other) / total if total else None
