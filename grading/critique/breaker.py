"""A circuit breaker: after several failures in a row nobody is sent to the model for a while."""

from __future__ import annotations

from django.core.cache import cache

FAILURES = 5
REST_SECONDS = 120
COUNT, OPEN = "critique.failures", "critique.resting"


def is_resting(model: str) -> bool:
    return bool(cache.get(f"{OPEN}.{model}"))


def note_failure(model: str) -> None:
    """Count a failure of the provider; the last of several in a row opens the circuit.

    When it closes again the count is one below the limit, so that one more failure reopens it.
    """
    count = cache.get(f"{COUNT}.{model}", 0) + 1
    if count >= FAILURES:
        cache.set(f"{OPEN}.{model}", True, REST_SECONDS)
        count = FAILURES - 1
    cache.set(f"{COUNT}.{model}", count, REST_SECONDS * 10)


def note_success(model: str) -> None:
    cache.delete_many([f"{COUNT}.{model}", f"{OPEN}.{model}"])
