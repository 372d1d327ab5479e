"""What one interviewer thinks: ticks, notes, levels, a recommendation; sealed until all are in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from interview.errors import RequestError
from interview.live.question import RoomQuestion
from interview.live.room import Room
from interview.live.seat import Seat
from interview.questions.models import Dimension, RubricPoint

LONGEST_NOTE = 20_000
LONGEST_EVIDENCE = 5_000
# NUL, and half of a surrogate pair: JSON can spell both, the database holds neither
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Recommendation(models.TextChoices):
    STRONG_HIRE = "strong_hire", _("Strong hire")
    HIRE = "hire", _("Hire")
    LEAN_HIRE = "lean_hire", _("Lean hire")
    LEAN_NO = "lean_no", _("Lean no hire")
    NO = "no", _("No hire")
    STRONG_NO = "strong_no", _("Strong no hire")


class SkillLevel(models.TextChoices):
    POOR = "poor", _("Poor")
    MIXED = "mixed", _("Mixed")
    GOOD = "good", _("Good")
    EXCELLENT = "excellent", _("Excellent")


class TickState(models.TextChoices):
    SAID = "said", _("said")
    PARTLY = "partly", _("partly said")
    NOT_SAID = "not_said", _("not said")
    CONTRADICTED = "contradicted", _("contradicted")


class StaleCard(RequestError):
    """The card was saved in another tab meanwhile; nothing was overwritten."""

    def __init__(self, *, revision: int) -> None:
        message = _t(
            "This scorecard was changed in another tab. Hand it in or change it again to keep "
            "what stands here, or reload to see the other."
        )
        super().__init__(message, status=409)
        self.revision = revision


class Scorecard(models.Model):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="scorecards")
    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="scorecard")
    # {dimension: level}
    levels = models.JSONField(default=dict, blank=True)
    recommendation = models.CharField(max_length=12, choices=Recommendation, blank=True)
    evidence = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["room", "seat__number"]

    def __str__(self) -> str:
        return f"scorecard {self.pk}"

    @property
    def is_in(self) -> bool:
        return self.submitted_at is not None

    def save_draft(self, fields: dict[str, Any], *, revision: int, now: datetime) -> int:
        """Store what is on the card if `revision` is the newest known; return the new revision."""
        clean = clean_card(fields)
        saved = Scorecard.objects.filter(
            pk=self.pk, revision=revision, submitted_at__isnull=True
        ).update(**clean, revision=F("revision") + 1, saved_at=now)
        before = {name: getattr(self, name) for name in clean}
        self.refresh_from_db()
        if saved:
            return self.revision
        if self.is_in:
            raise RequestError(_t("This scorecard is handed in."), status=410)
        if {name: getattr(self, name) for name in clean} == clean or before == clean:
            return self.revision  # the same save again: its first reply was lost
        raise StaleCard(revision=self.revision)

    def submit(self, now: datetime) -> None:
        """Hand it in, for good; RequestError while the recommendation or its evidence is missing."""
        if self.is_in:
            return
        if not self.room.is_over:
            raise RequestError(_t("End the interview first."), status=409)
        if not self.recommendation:
            raise RequestError(_t("Choose a recommendation."), status=422)
        if not self.evidence.strip():
            message = _t("Say what you saw that supports the recommendation.")
            raise RequestError(message, status=422)
        Scorecard.objects.filter(pk=self.pk, submitted_at__isnull=True).update(submitted_at=now)
        self.refresh_from_db()


def clean_card(fields: dict[str, Any]) -> dict[str, Any]:
    """Return what may be stored; RequestError for what no card can hold."""
    evidence, notes = str(fields.get("evidence", "")), str(fields.get("notes", ""))
    if len(evidence) > LONGEST_EVIDENCE or len(notes) > LONGEST_NOTE:
        raise RequestError(_t("This text is too long."), status=413)
    levels = fields.get("levels", {})
    recommendation = fields.get("recommendation", "")
    known = isinstance(levels, dict) and all(
        key in Dimension.values and level in SkillLevel.values for key, level in levels.items()
    )
    if not known or recommendation not in ("", *Recommendation.values):
        raise RequestError(_t("This page is out of step with the server. Reload it."))
    return {
        "levels": levels,
        "recommendation": recommendation,
        "evidence": UNSTORABLE.sub("", evidence),
        "notes": UNSTORABLE.sub("", notes),
    }


class Tick(models.Model):
    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="ticks")
    question = models.ForeignKey(RoomQuestion, on_delete=models.CASCADE, related_name="ticks")
    point = models.ForeignKey(RubricPoint, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=TickState)
    # what was said, in the interviewer's words
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["scorecard", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "question", "point"], name="tick_once_a_point"
            )
        ]

    def __str__(self) -> str:
        return f"tick {self.pk}"


class Marker(models.Model):
    """A moment that the interviewer wants to find again."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="markers")
    at = models.DateTimeField()
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["scorecard", "at"]

    def __str__(self) -> str:
        return f"marker {self.pk}"
