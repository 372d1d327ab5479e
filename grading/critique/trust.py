"""Where a verdict may be shown: only where it was measured to agree with people well enough."""

from __future__ import annotations

from django.conf import settings

from grading.critique.prompt import PROMPT_VERSION
from grading.models import Critique, CritiqueMeasurement

FEWEST = 20
# how far the same content said longer or shorter may move the credit, out of 1, before style counts
MOST_SHIFT = 0.1
STYLES = frozenset(("padded", "terse"))


def newest_measurement(critique: Critique | None = None) -> CritiqueMeasurement | None:
    """Return the newest measurement of what wrote this critique, or of what is configured now:
    another prompt is another judge."""
    if critique is None:
        judge = (settings.CRITIQUE_MODEL, PROMPT_VERSION, settings.CRITIQUE_SAMPLES)
    else:
        judge = (critique.model, critique.prompt_version, critique.samples)
    model, prompt_version, samples = judge
    return CritiqueMeasurement.objects.filter(
        model=model, prompt_version=prompt_version, samples=samples
    ).first()


def trusted_states(measured: CritiqueMeasurement | None) -> frozenset[str]:
    """Return the states whose verdicts may be shown; none before anything was measured."""
    if measured is None or measured.kappa is None:
        return frozenset()
    if measured.kappa < settings.CRITIQUE_LEAST_KAPPA:
        return frozenset()
    if not set(measured.twins) >= STYLES:
        # how far style moves it is not known
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
