"""Runs of candidates' code: each is one program, one moment, one result."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from interview.accounts.models import User
from interview.coding.program import Program
from interview.practice.answer import Answer

# A worker that dies this often while it has the run, dies of the run.
MOST_ATTEMPTS = 3

__all__ = ["CodeRun", "Program", "RunKind", "RunStatus"]


class RunKind(models.TextChoices):
    RUN = "run", _("Visible tests")
    SUBMIT = "submit", _("All tests")
    FINAL = "final", _("What was handed in")


class RunStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")


class CodeRunQuerySet(models.QuerySet["CodeRun"]):
    def visible_to(self, user: User) -> CodeRunQuerySet:
        return self.filter(answer__turn__session__user=user)

    def unfinished(self) -> CodeRunQuerySet:
        return self.exclude(status=RunStatus.DONE)

    def due(self, now: datetime) -> CodeRunQuerySet:
        """Those a worker should take up: waiting, or left by a worker that died."""
        lease = now - timedelta(seconds=settings.CODE_RUN_LEASE_SECONDS)
        abandoned = Q(status=RunStatus.RUNNING, claimed_at__lt=lease)
        return self.filter(Q(status=RunStatus.QUEUED) | abandoned)

    def claim(self, run_id: int, now: datetime) -> CodeRun | None:
        """Take one run if it is due; nobody else gets it."""
        token = uuid.uuid4()
        taken = (
            self.due(now)
            .filter(pk=run_id)
            .update(
                status=RunStatus.RUNNING, claim=token, claimed_at=now, attempts=F("attempts") + 1
            )
        )
        if not taken:
            return None
        rows = self.select_related("answer__turn__session", "answer__turn__version")
        return rows.filter(pk=run_id, claim=token).first()


class CodeRun(models.Model):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="code_runs")
    kind = models.CharField(max_length=8, choices=RunKind)
    program = models.TextField(blank=True)
    # the candidate's own calls, one expression each
    calls = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=8, choices=RunStatus, default=RunStatus.QUEUED)
    # a `sandbox.State`; of a waiting run only "warming_up" or nothing
    state = models.CharField(max_length=16, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    passed = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    # what the candidate may read of the judgement: nothing of a hidden test but its verdict
    result = models.JSONField(default=dict, blank=True)

    objects = CodeRunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer"], condition=~Q(status="done"), name="one_unfinished_run"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=~Q(status="done"), name="code_run_unfinished")
        ]

    def __str__(self) -> str:
        return f"code run {self.pk}"

    @property
    def is_done(self) -> bool:
        return self.status == RunStatus.DONE

    def place_in_queue(self) -> int:
        """Return how many runs come before this one."""
        return CodeRun.objects.unfinished().filter(pk__lt=self.pk).count()

    def finish(
        self, *, state: str, passed: int, total: int, result: dict[str, Any], now: datetime
    ) -> bool:
        """Write the result, once; False when another worker took the run over meanwhile."""
        mine = CodeRun.objects.filter(pk=self.pk, claim=self.claim, status=RunStatus.RUNNING)
        return bool(
            mine.update(
                status=RunStatus.DONE,
                state=state,
                passed=passed,
                total=total,
                result=result,
                finished_at=now,
            )
        )

    @property
    def is_given_up(self) -> bool:
        return self.attempts > MOST_ATTEMPTS

    @property
    def is_tried_again(self) -> bool:
        """Say whether a run that could not be judged should wait for a better hour."""
        return self.kind == RunKind.FINAL and self.attempts < MOST_ATTEMPTS

    def wait_again(self, state: str, *, tried: bool = False) -> None:
        """Put the run back into the queue; the sweep brings it up again."""
        mine = CodeRun.objects.filter(pk=self.pk, claim=self.claim, status=RunStatus.RUNNING)
        # not an attempt where nothing of the program has run
        attempts = F("attempts") - (0 if tried else 1)
        mine.update(status=RunStatus.QUEUED, state=state, attempts=attempts)
