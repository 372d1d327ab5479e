"""Which calibration grades: the shipped one, or the one that somebody promoted on this site."""

from __future__ import annotations

import json
import logging
from functools import lru_cache

from grading.backends.load import CALIBRATIONS
from grading.engine.calibration import (
    Calibration,
    Fitted,
    load_calibration,
    parse_calibration,
)
from grading.engine.grader import Grader
from grading.models import CalibrationProposal, Promotion

logger = logging.getLogger(__name__)


def follow_promotions(grader: Grader) -> None:
    """Give a running grader the calibration that stands; one small query where nothing changed."""
    standing = Promotion.objects.filter(encoder=grader.encoder.id).defer("measurements").first()
    present = standing.present if standing else shipped(grader).id
    if grader.calibration.id != present:
        grader.calibration = promoted(standing) or shipped(grader)


def promoted(promotion: Promotion | None) -> Fitted | None:
    """Return the promoted calibration; None for the shipped one, or where the engine outgrew it."""
    if promotion is None or promotion.proposal is None:
        return None
    try:
        return parse_calibration(promotion.proposal.data)
    except ValueError:
        # fitted on other features than this engine reads: promoted before an upgrade
        logger.warning("promoted calibration passed over", extra={"promotion": promotion.pk})
        return None


def shipped(grader: Grader) -> Calibration:
    entailment = grader.entailment.id if grader.entailment else None
    return shipped_for(grader.encoder.id, entailment)


@lru_cache(maxsize=8)
def shipped_for(encoder: str, entailment: str | None = None) -> Calibration:
    return load_calibration(CALIBRATIONS, encoder, entailment)


def calibration_named(name: str) -> Fitted | None:
    """Return the calibration of this name, shipped or fitted here; None where it is not kept."""
    proposal = CalibrationProposal.objects.filter(name=name).first()
    files = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(CALIBRATIONS.glob("*.json"))]
    found = [proposal.data] if proposal else [data for data in files if data["id"] == name]
    try:
        return parse_calibration(found[0]) if found else None
    except ValueError:
        return None
