"""Regrades: a curator asked that past answers be judged again under a published version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from grading.models.job import Job, JobState
from interview.models import RubricVersion


class Regrade(Job):
    """Who asked and when; how far it is, is told by the grades themselves."""

    version = models.ForeignKey(RubricVersion, on_delete=models.CASCADE, related_name="regrades")

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"regrade {self.pk}"

    def put_back(self) -> bool:
        """Let the next portion be taken up; False when another worker took the row over."""
        mine = Regrade.objects.filter(
            pk=self.pk, state=JobState.RUNNING, claimed_at=self.claimed_at
        )
        # a portion was asked for, so whatever ended workers before is behind it
        return bool(mine.update(state=JobState.WAITING, attempts=0))
