"""Grades: each is one judgement of one answer; a later one stands beside it, never over it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grading.engine.verdict import AnswerVerdict
from grading.models.point_score import PointScore
from interview.models import Answer, RubricVersion, Session, User


class GradeStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being scored")
    SCORED = "scored", _("Scored")
    UNSCORED = "unscored", _("Not scored yet")


class Reason(models.TextChoices):
    """Why an answer has no score; what a person reads instead of a number."""

    MODEL_UNAVAILABLE = "model_unavailable", _("The scoring model could not be reached.")
    FAILED = "failed", _("Scoring failed on our side.")


class GradeQuerySet(models.QuerySet["Grade"]):
    def visible_to(self, user: User) -> GradeQuerySet:
        """Return what this person may know by now: nothing of a call that is still going on."""
        return self.filter(answer__turn__session__in=Session.objects.visible_to(user).telling())

    def newest_scored(self) -> GradeQuerySet:
        """Those that stand: of each answer the scored grade with the highest number."""
        later = Grade.objects.filter(
            answer=models.OuterRef("answer"),
            number__gt=models.OuterRef("number"),
            status=GradeStatus.SCORED,
        )
        return self.filter(~models.Exists(later), status=GradeStatus.SCORED)

    def due(self, now: datetime) -> GradeQuerySet:
        """Those somebody should take up: new, due for another try, or left by a dead worker."""
        lease = now - timedelta(seconds=settings.GRADING_LEASE_SECONDS)
        waiting = Q(status=GradeStatus.WAITING)
        again = Q(status=GradeStatus.UNSCORED, retry_at__lte=now)
        abandoned = Q(status=GradeStatus.RUNNING, claimed_at__lt=lease)
        abandoned &= Q(attempts__lt=settings.GRADING_MAX_ATTEMPTS)
        return self.filter(waiting | again | abandoned)

    def give_up(self, now: datetime) -> int:
        """Leave blank what has ended a worker each time it was tried; return how many those are."""
        lease = now - timedelta(seconds=settings.GRADING_LEASE_SECONDS)
        return self.filter(
            status=GradeStatus.RUNNING,
            claimed_at__lt=lease,
            attempts__gte=settings.GRADING_MAX_ATTEMPTS,
        ).update(status=GradeStatus.UNSCORED, reason=Reason.FAILED, retry_at=None, claim=None)

    def claim(self, *, first: int | None, limit: int, now: datetime) -> list[Grade]:
        """Take `first`, if it is due, and others that wait; nobody else gets the same rows.

        What a worker died over is tried alone: it may be the reason, and must not take others along.
        """
        token = uuid.uuid4()
        with transaction.atomic():
            due = self.due(now).select_for_update(skip_locked=True)
            if first is not None:
                states = list(due.filter(pk=first).values_list("status", flat=True))
                if not states:
                    return []
                limit = 1 if states == [GradeStatus.RUNNING] else limit
            mine = Q(pk=first) if first is not None else Q()
            ids = list(
                due.filter(mine | ~Q(status=GradeStatus.RUNNING))
                .order_by(models.Case(models.When(pk=first or 0, then=0), default=1), "created_at")
                .values_list("pk", flat=True)[:limit]
            )
            Grade.objects.filter(pk__in=ids).update(
                status=GradeStatus.RUNNING,
                claim=token,
                claimed_at=now,
                attempts=F("attempts") + 1,
            )
        return list(
            self.filter(claim=token, status=GradeStatus.RUNNING)
            .select_related("answer__turn__session", "version__question")
            .prefetch_related("version__points")
            .order_by("created_at")
        )


class Grade(models.Model):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="grades")
    number = models.PositiveSmallIntegerField(default=1)
    version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="grades")
    status = models.CharField(max_length=8, choices=GradeStatus, default=GradeStatus.WAITING)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # of 100, before what hints cost
    score = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    gates = models.JSONField(default=list, blank=True)
    dimensions = models.JSONField(default=dict, blank=True)
    engine = models.CharField(max_length=80, blank=True)
    encoder = models.CharField(max_length=160, blank=True)
    calibration = models.CharField(max_length=160, blank=True)

    objects = GradeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["answer", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="grade_number"),
            models.CheckConstraint(
                name="grade_scored_has_score",
                condition=~Q(status="scored") | Q(score__isnull=False),
            ),
            models.CheckConstraint(
                name="grade_unscored_has_no_score",
                condition=Q(status="scored") | Q(score__isnull=True),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["created_at"], condition=~Q(status="scored"), name="grade_not_scored"
            ),
            models.Index(
                fields=["finished_at"], condition=Q(status="scored"), name="grade_finished"
            ),
        ]

    def __str__(self) -> str:
        return f"grade {self.pk}"

    def figures(self) -> tuple[float | None, float | None, float | None]:
        """Return score, low and high as they stand: a person's correction before the machine's own."""
        for correction in self.corrections.all():
            return correction.score, correction.low, correction.high
        return self.score, self.low, self.high

    def finish(self, verdict: AnswerVerdict) -> bool:
        """Write the verdict, once; False when another worker took the row over meanwhile."""
        points = {point.key: point for point in self.version.points.all()}
        with transaction.atomic():
            mine = Grade.objects.filter(
                pk=self.pk, claim=self.claim, status=GradeStatus.RUNNING
            ).update(
                status=GradeStatus.SCORED,
                reason="",
                finished_at=timezone.now(),
                score=verdict.score,
                low=verdict.low,
                high=verdict.high,
                gates=list(verdict.gates),
                dimensions=dict(verdict.dimensions),
                engine=verdict.engine,
                encoder=verdict.encoder,
                calibration=verdict.calibration,
            )
            if mine:
                PointScore.objects.bulk_create(
                    PointScore(
                        grade=self,
                        point=points[point.key],
                        state=point.state,
                        credit=point.credit,
                        probabilities=dict(point.probabilities),
                        quotes=[[quote.start, quote.end] for quote in point.quotes],
                        conflict=point.conflict or "",
                    )
                    for point in verdict.points
                )
        return bool(mine)

    def leave_unscored(self, reason: Reason, *, again: bool) -> bool:
        """Leave a blank with its reason; the sweep tries again later, each time a little later."""
        tried_enough = self.attempts >= settings.GRADING_MAX_ATTEMPTS
        wait = timedelta(seconds=min(86_400, 15 * 2**self.attempts))
        return bool(
            Grade.objects.filter(pk=self.pk, claim=self.claim, status=GradeStatus.RUNNING).update(
                status=GradeStatus.UNSCORED,
                reason=reason,
                retry_at=timezone.now() + wait if again and not tried_enough else None,
            )
        )


def ensure_grades(answers: Sequence[Answer]) -> None:
    """Give each submitted answer its first grade row, if it has none."""
    Grade.objects.bulk_create(
        [Grade(answer=answer, number=1, version_id=answer.turn.version_id) for answer in answers],
        ignore_conflicts=True,
    )
