"""A person's word on one point of one answer, beside the machine's; the newest one stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from grading.models.grade import Grade
from grading.models.rating import PersonState
from interview.models import Answer, RubricPoint, User


class Override(models.Model):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="overrides")
    point = models.ForeignKey(RubricPoint, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PersonState)
    reason = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["answer", "-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["answer", "point", "-id"])]

    def __str__(self) -> str:
        return f"override {self.pk}"


class Correction(models.Model):
    """A grade's figures computed again with people's states; the grade stays as it was."""

    grade = models.ForeignKey(Grade, on_delete=models.CASCADE, related_name="corrections")
    # the newest override that counts in it
    override = models.ForeignKey(Override, on_delete=models.CASCADE, related_name="corrections")
    score = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    dimensions = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["grade", "-override_id"]
        constraints = [
            models.UniqueConstraint(fields=["grade", "override"], name="corrected_once"),
        ]

    def __str__(self) -> str:
        return f"correction {self.pk}"
