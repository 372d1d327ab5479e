"""Imports as rows: tried, then run; what one file brought, and how it was before, to be undone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from interview.accounts.models import User
from interview.questions.models import RubricVersion


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: User) -> ImportRunQuerySet:
        return self if user.has_perm("interview.view_importrun") else self.none()


class ImportRun(models.Model):
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    # kept from the try until it is run
    content = models.TextField(blank=True)
    ran_at = models.DateTimeField(null=True, blank=True)
    # what becomes of each row: [{"number", "key", "outcome", "errors"}]
    report = models.JSONField(default=list)
    versions = models.ManyToManyField(RubricVersion, related_name="import_runs", blank=True)
    unchanged = models.PositiveIntegerField(default=0)
    # {question key: {"level": …} | null}: what a question was before, null for one that was made
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"import {self.pk}"
