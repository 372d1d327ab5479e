"""What one grade says of one rubric point."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from interview.models import RubricPoint


class PointScore(models.Model):
    grade = models.ForeignKey("Grade", on_delete=models.CASCADE, related_name="point_scores")
    point = models.ForeignKey(RubricPoint, on_delete=models.PROTECT, related_name="scores")
    state = models.CharField(max_length=12)
    credit = models.FloatField()
    probabilities = models.JSONField(default=dict)
    # [[start, end]]: code points into the answer's text
    quotes = models.JSONField(default=list)
    conflict = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["grade", "point__position"]
        constraints = [
            models.UniqueConstraint(fields=["grade", "point"], name="point_scored_once"),
        ]

    def __str__(self) -> str:
        return f"point score {self.pk}"
