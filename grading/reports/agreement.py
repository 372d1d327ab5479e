"""How far a calibration agrees with people on one question: by this site's raters, or when it was fitted."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TypedDict

from django.conf import settings

from grading.backends.load import CALIBRATIONS
from interview.models import Question


class Agreement(TypedDict):
    """Cohen's kappa over the states of the points of `n` answers that the calibration never saw."""

    kappa: float
    n: int


def agreement_on(question: str, calibration: str) -> Agreement | None:
    """Return what was measured; None where nothing was, or under another calibration."""
    measured = measurements().get(calibration, {}).get(question)
    if measured is None or measured["kappa"] is None:
        return None
    return Agreement(kappa=measured["kappa"], n=int(measured["answers"] or 0))


def agreement_with_raters(question: Question) -> Agreement | None:
    """Return what this site's own raters measured, once they have seen enough answers."""
    rated = getattr(question, "rated", None)
    if rated is None or rated.kappa_machine is None or rated.compared < settings.RATING_ENOUGH:
        return None
    return Agreement(kappa=rated.kappa_machine, n=rated.compared)


@lru_cache(maxsize=1)
def measurements() -> dict[str, dict[str, dict[str, float | None]]]:
    """Return each shipped calibration's measurements, by its id and the question's."""
    found = {}
    for path in sorted(CALIBRATIONS.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        found[content["id"]] = content.get("agreement", {})
    return found
