"""What a curator asks the grading worker for: a row that is claimed, done once, and swept if forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interview.models import User

LEASE = timedelta(minutes=5)
# what ends its worker this often is not given to another one
MOST_ATTEMPTS = 3


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    BROKEN = "broken", _("Could not be run")


class JobQuerySet(models.QuerySet[Any]):
    def due(self) -> Self:
        """Those nobody has taken up, and those whose worker died, a few times at most."""
        again = models.Q(attempts__lt=MOST_ATTEMPTS) & abandoned()
        return self.filter(models.Q(state=JobState.WAITING) | again)

    def give_up(self) -> int:
        """Close what has ended a worker each time, visibly without a result; return how many."""
        spent = self.filter(abandoned(), attempts__gte=MOST_ATTEMPTS)
        return spent.update(state=JobState.BROKEN, finished_at=timezone.now())

    def claim(self, pks: list[int]) -> list[Any]:
        """Take those of the rows that are due; nobody else gets them."""
        taken = []
        for pk in pks:
            mine = self.due().filter(pk=pk)
            if mine.update(
                state=JobState.RUNNING, claimed_at=timezone.now(), attempts=models.F("attempts") + 1
            ):
                taken.append(pk)
        return list(self.filter(pk__in=taken).order_by("pk"))


def abandoned() -> models.Q:
    return models.Q(state=JobState.RUNNING, claimed_at__lt=timezone.now() - LEASE)


class Job(models.Model):
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=JobState, default=JobState.WAITING)
    asked_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
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
