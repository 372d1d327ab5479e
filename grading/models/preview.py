"""Previews of a regrade: what past answers would score under a draft; nothing of it is a grade."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from grading.models.grade import Grade
from grading.models.job import Job
from interview.models import RubricVersion


class Preview(Job):
    version = models.ForeignKey(RubricVersion, on_delete=models.CASCADE, related_name="previews")
    content_hash = models.CharField(max_length=64, blank=True)
    # how many past answers there are; the newest of them are looked at
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"preview {self.pk}"


class PreviewRow(models.Model):
    preview = models.ForeignKey(Preview, on_delete=models.CASCADE, related_name="rows")
    grade = models.ForeignKey(Grade, on_delete=models.CASCADE, related_name="+")
    before = models.FloatField()
    after = models.FloatField()
    change = models.FloatField()
    # {point key: [state before, state after]}, where they differ
    states = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["preview", "pk"]

    def __str__(self) -> str:
        return f"preview row {self.pk}"
