"""Choosing what to ask after an answer: the heavy points it missed, first those it nearly said."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from grading.models import Grade, PointScore
from interview.models import RubricPoint, ask_follow_ups

logger = logging.getLogger(__name__)

# what was said the other way round is asked for before what is missing: it may be a slip
WRONG = 1.5
# how much a point that was nearly said comes before one of the same weight that was nowhere near
NEARNESS = 1.0
REQUIRED = 1.5
PROBED = ("contradicted", "unsure", "partly", "not_said")


def choose_probes(scores: Sequence[PointScore], limit: int) -> list[RubricPoint]:
    """Return the points to ask for, the most telling first; `point` must be loaded.

    What asking may bring is the point's weight times what it still lacks. It counts for more where
    the answer came near, since the person probably knows it, and where it was contradicted.
    """
    lacking = [score for score in scores if score.state in PROBED]
    lacking.sort(key=lambda score: (-worth(score), score.point.position))
    return [score.point for score in lacking[:limit]]


def worth(score: PointScore) -> float:
    point = score.point
    weight: float = point.weight * (REQUIRED if point.required else 1.0)
    if score.state == "contradicted":
        return weight * WRONG
    likely = score.probabilities
    near: float = likely.get("said", 0.0) + likely.get("partly", 0.0)
    return weight * (1.0 - score.credit) * (1.0 + NEARNESS * near)


def probe(grade: Grade) -> None:
    """Ask what follows from this grade; nothing that goes wrong here touches the score."""
    try:
        with transaction.atomic():
            scores = list(grade.point_scores.select_related("point"))
            points = choose_probes(scores, settings.FOLLOW_UPS)
            ask_follow_ups(grade.answer, points, timezone.now())
    except Exception:
        logger.exception("no follow-up could be asked", extra={"grade": grade.pk})
