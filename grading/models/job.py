"""What a curator asks the grading worker for: a row that is claimed, done once, and swept if forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interview.models import User

LEASE = timedelta(minutes=5)


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    BROKEN = "broken", _("Could not be run")


class JobQuerySet(models.QuerySet[Any]):
    def due(self) -> Self:
        """Those nobody has taken up, and those whose worker died."""
        abandoned = models.Q(state=JobState.RUNNING, claimed_at__lt=timezone.now() - LEASE)
        return self.filter(models.Q(state=JobState.WAITING) | abandoned)

    def claim(self, pks: list[int]) -> list[Any]:
        """Take those of the rows that are due; nobody else gets them."""
        taken = []
        for pk in pks:
            if self.due().filter(pk=pk).update(state=JobState.RUNNING, claimed_at=timezone.now()):
                taken.append(pk)
        return list(self.filter(pk__in=taken).order_by("pk"))


class Job(models.Model):
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=JobState, default=JobState.WAITING)
    asked_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)

    def finish(self, state: JobState = JobState.DONE, **result: Any) -> bool:
        """Write the result, once; False when another worker took the row over meanwhile."""
        mine = type(self).objects.filter(
            pk=self.pk, state=JobState.RUNNING, claimed_at=self.claimed_at
        )
        return bool(mine.update(state=state, finished_at=timezone.now(), **result))
