"""The ledger: one row a call to a language model, reserved before it and settled after it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from interview.models import User


class Purpose(models.TextChoices):
    CRITIQUE = "critique", _("Critique")
    EVALUATION = "evaluation", _("Evaluation")


class SpendQuerySet(models.QuerySet["Spend"]):
    def since(self, moment: datetime) -> SpendQuerySet:
        return self.filter(created_at__gte=moment)

    def tokens(self) -> int:
        used = self.aggregate(n=Sum(F("tokens_in") + F("tokens_out")))["n"]
        return int(used or 0)

    def money(self) -> Decimal:
        return self.aggregate(n=Sum("cost"))["n"] or Decimal(0)


class Spend(models.Model):
    # the site's account goes on when a person leaves
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    model = models.CharField(max_length=160)
    created_at = models.DateTimeField(auto_now_add=True)
    # an estimate until it is settled
    settled = models.BooleanField(default=False)
    answered = models.BooleanField(default=False)
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=10, decimal_places=6, default=0)
    milliseconds = models.PositiveIntegerField(default=0)

    objects = SpendQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["created_at"]),
            models.Index(fields=["user", "created_at"]),
        ]

    def __str__(self) -> str:
        return f"spend {self.pk}"
