"""Several replies made into one verdict a point, or none where they disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from grading.critique.neutral import neutralise
from grading.critique.quotes import find_quote
from grading.critique.reply import Reading

# what is claimed to have been said must be shown
NEEDS_QUOTE = frozenset(("said", "partly", "contradicted"))
ADJACENT = frozenset((frozenset(("said", "partly")), frozenset(("partly", "not_said"))))


@dataclass(frozen=True)
class Opinion:
    """`verdict` is empty where the samples disagreed or none could show its quote."""

    verdict: str
    agreement: float
    quote: str
    comment: str


def combine(
    readings: Sequence[Reading], keys: Sequence[str], answer: str, *, samples: int
) -> dict[str, Opinion]:
    """Return one opinion a point; a verdict needs its share of all samples that were wanted."""
    neutral = neutralise(answer)
    found = {}
    for key in keys:
        votes: Counter[str] = Counter()
        quotes: dict[str, str] = {}
        for reading in readings:
            point = reading.points.get(key)
            if point is None:
                continue
            quote = find_quote(point.quote, answer, neutral) if point.quote else ""
            if point.verdict in NEEDS_QUOTE and not quote:
                continue
            votes[point.verdict] += 1
            quotes.setdefault(point.verdict, quote)
        first = readings[0].points.get(key) if readings else None
        comment = first.comment if first else ""
        found[key] = settle(votes, quotes, comment, samples)
    return found


def settle(votes: Counter[str], quotes: dict[str, str], comment: str, samples: int) -> Opinion:
    verdict, count = votes.most_common(1)[0] if votes else ("", 0)
    share = count / samples
    # two of three are .6667: rounding must not make a majority a minority
    if share + 0.005 < settings.CRITIQUE_AGREEMENT:
        return Opinion("", round(share, 3), "", comment)
    quote = quotes[verdict] if verdict in NEEDS_QUOTE else ""
    return Opinion(verdict, round(share, 3), quote, comment)


def disagrees(verdict: str, state: str) -> bool:
    """Say whether a critique's verdict and the engine's state are worth a human look.

    Neighbours on the scale are not, and neither is a side that is itself unsure.
    """
    if not verdict or not state or state in (verdict, "unsure"):
        return False
    return frozenset((verdict, state)) not in ADJACENT
