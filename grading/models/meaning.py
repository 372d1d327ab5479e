"""Questions of meaning that curators ask: are two points too alike, what in the bank is about this."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from grading.models.job import Job
from interview.models import RubricVersion


class MeaningCheck(Job):
    """A draft's points set against one another; one row a draft, for its newest revision."""

    version = models.OneToOneField(
        RubricVersion, on_delete=models.CASCADE, related_name="meaning_check"
    )
    revision = models.PositiveIntegerField(null=True, blank=True)
    # [{"kind": "points", "one": key, "other": key, "nearness": 0.0–1.0}]; of the revision before
    # until this one's are there
    findings = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"meaning of {self.version_id}"


class MeaningSearch(Job):
    text = models.CharField(max_length=400)
    # [{"question": key, "nearness": 0.0–1.0, "text": the nearest point or prompt}], nearest first
    found = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"search {self.pk}"
