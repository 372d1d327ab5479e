"""How far a language model's verdicts agree with people's, as `evaluate_critique` measured it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class CritiqueMeasurement(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)
    model = models.CharField(max_length=160)
    prompt_version = models.CharField(max_length=40)
    samples = models.PositiveSmallIntegerField()
    answers = models.PositiveIntegerField()
    points = models.PositiveIntegerField()
    # the share of points on which the samples disagreed, so that nothing was said
    abstained = models.FloatField()
    kappa = models.FloatField(null=True)
    # {"said": {"kappa", "n"}, …}: each state against the rest
    states = models.JSONField(default=dict)
    # {"padded": {"points", "changed", "shift"}, "terse": …}
    twins = models.JSONField(default=dict)
    tokens = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=10, decimal_places=6, default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return f"measurement {self.pk}"
