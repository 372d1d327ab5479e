"""Where a verdict may be shown: only where it was measured to agree with people well enough."""

from __future__ import annotations

from django.conf import settings

from grading.critique.prompt import PROMPT_VERSION
from grading.models import CritiqueMeasurement

FEWEST = 20
# how far the same content said longer or shorter may move the credit, out of 1, before style counts
MOST_SHIFT = 0.1


def newest_measurement(model: str | None = None) -> CritiqueMeasurement | None:
    """Return the newest measurement of what is configured now: another prompt is another judge."""
    return CritiqueMeasurement.objects.filter(
        model=model or settings.CRITIQUE_MODEL,
        prompt_version=PROMPT_VERSION,
        samples=settings.CRITIQUE_SAMPLES,
    ).first()


def trusted_states(measured: CritiqueMeasurement | None) -> frozenset[str]:
    """Return the states whose verdicts may be shown; none before anything was measured."""
    if measured is None or measured.kappa is None:
        return frozenset()
    if measured.kappa < settings.CRITIQUE_LEAST_KAPPA:
        return frozenset()
    if any(abs(twin["shift"]) > MOST_SHIFT for twin in measured.twins.values()):
        return frozenset()
    return frozenset(
        state
        for state, found in measured.states.items()
        if found["kappa"] is not None
        and found["kappa"] >= settings.CRITIQUE_LEAST_KAPPA
        and found["n"] >= FEWEST
    )
