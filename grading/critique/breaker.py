"""A circuit breaker: after several failures in a row nobody is sent to the model for a while, and
none before the provider wants to be asked again."""

from __future__ import annotations

import time

from django.core.cache import cache

FAILURES = 5
REST_SECONDS = 120
LONGEST_REST = 3600.0
COUNT, OPEN = "critique.failures", "critique.resting"


def rest_of(model: str) -> float:
    """Return for how many seconds more nobody is sent there; 0 where somebody may be."""
    return max(0.0, float(cache.get(f"{OPEN}.{model}") or 0.0) - time.time())


def rest(model: str, seconds: float) -> None:
    """Open the circuit for so long, if it is not open for longer already."""
    seconds = min(seconds, LONGEST_REST)
    if seconds > rest_of(model):
        cache.set(f"{OPEN}.{model}", time.time() + seconds, seconds)


def note_failure(model: str, *, wanted: float | None = None) -> None:
    """Count a failure of the provider; the last of several in a row opens the circuit, and so does
    a provider that says for how many seconds it wants to be left alone.

    When it closes again the count is one below the limit, so that one more failure reopens it.
    """
    if wanted:
        rest(model, wanted)
    count = cache.get(f"{COUNT}.{model}", 0) + 1
    if count >= FAILURES:
        rest(model, REST_SECONDS)
        count = FAILURES - 1
    cache.set(f"{COUNT}.{model}", count, REST_SECONDS * 10)


def note_success(model: str) -> None:
    cache.delete_many([f"{COUNT}.{model}", f"{OPEN}.{model}"])
