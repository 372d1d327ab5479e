"""A candidate's request that a person looks at one point of one grade."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grading.models.grade import Grade
from grading.models.override import Override
from interview.models import RubricPoint, User


class AppealState(models.TextChoices):
    OPEN = "open", _("Waiting for a reviewer")
    CHANGED = "changed", _("Changed")
    KEPT = "kept", _("Left as it was")


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, user: User) -> AppealQuerySet:
        return self.filter(grade__answer__turn__session__user=user)

    def of_others(self, user: User) -> AppealQuerySet:
        """Those that this person may judge; looked up from their own, which are few."""
        return self.exclude(pk__in=Appeal.objects.visible_to(user).order_by().values("pk"))

    def waiting(self) -> AppealQuerySet:
        return self.filter(state=AppealState.OPEN)

    def news(self) -> AppealQuerySet:
        """Answered, and not yet seen by the candidate."""
        return self.filter(seen_at__isnull=True).exclude(state=AppealState.OPEN)


class Appeal(models.Model):
    grade = models.ForeignKey(Grade, on_delete=models.CASCADE, related_name="appeals")
    point = models.ForeignKey(RubricPoint, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=AppealState, default=AppealState.OPEN)
    reply = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    override = models.OneToOneField(
        Override, null=True, blank=True, on_delete=models.SET_NULL, related_name="appeal"
    )
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["grade", "point"], name="appeal_once"),
            models.CheckConstraint(
                name="appeal_answered_with_reason", condition=Q(state="open") | ~Q(reply="")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["created_at"], condition=Q(state="open"), name="appeal_waiting")
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"

    def answer_with(
        self, reply: str, *, override: Override | None, by: User, now: datetime
    ) -> bool:
        """Close it with a reason; False when somebody else has done so."""
        return bool(
            Appeal.objects.waiting()
            .filter(pk=self.pk)
            .update(
                state=AppealState.CHANGED if override else AppealState.KEPT,
                reply=reply,
                override=override,
                answered_by=by,
                answered_at=now,
            )
        )
