"""Calibrations that were fitted on this site, and the record of which one grades when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from interview.models import User


class CalibrationProposal(models.Model):
    """A calibration that `calibrate` fitted, with what was measured and what it would change."""

    name = models.CharField(max_length=160, unique=True)
    encoder = models.CharField(max_length=160)
    created_at = models.DateTimeField(auto_now_add=True)
    # as the shipped calibrations' files have it
    data = models.JSONField()
    measurements = models.JSONField(default=dict)
    # what would change among past answers: see grading.raters.effect
    effect = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.name


class PromotionQuerySet(models.QuerySet["Promotion"]):
    def standing(self, encoder: str) -> Promotion | None:
        """Return the act that decides under this encoder; None where the shipped one was never left."""
        return self.filter(encoder=encoder).select_related("proposal").first()


class Promotion(models.Model):
    """The act by which a calibration began to grade; without a proposal it is the shipped one."""

    proposal = models.ForeignKey(
        CalibrationProposal, null=True, on_delete=models.PROTECT, related_name="promotions"
    )
    encoder = models.CharField(max_length=160)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField()
    # names, as they stood then
    former = models.CharField(max_length=160)
    present = models.CharField(max_length=160)
    measurements = models.JSONField(default=dict)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"promotion {self.pk}"

    @property
    def data(self) -> dict[str, Any] | None:
        return self.proposal.data if self.proposal else None
