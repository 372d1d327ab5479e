"""Cohen's kappa: how far two judges agree beyond what chance would give them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

Pairs = Mapping[tuple[str, str], int]


def kappa(found: Pairs | Sequence[tuple[str, str]], *, digits: int | None = 3) -> float | None:
    """Agreement beyond chance in pairs, counted or one by one, 1 at most; `digits=None` rounds nothing.

    None where there is nothing to compare, or where both always say one and the same.
    """
    pairs: Pairs = found if isinstance(found, Mapping) else Counter(found)
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
    beyond = (agreed - by_chance) / (1 - by_chance)
    return beyond if digits is None else round(beyond, digits)


def share_agreed(pairs: Pairs) -> float | None:
    """The share of pairs that say the same."""
    total = sum(pairs.values())
    return sum(n for (one, other), n in pairs.items() if one == other) / total if total else None
