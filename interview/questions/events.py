"""Who did what to a rubric version, and what each stretch of writing left behind."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from interview.accounts.models import User
from interview.questions.models import RubricVersion


class EventKind(models.TextChoices):
    BEGUN = "begun", _("began the draft")
    IMPORTED = "imported", _("imported the draft")
    SUBMITTED = "submitted", _("asked for a review")
    TAKEN_BACK = "taken_back", _("took it back to write on")
    APPROVED = "approved", _("approved it")
    RETURNED = "returned", _("sent it back")
    PUBLISHED = "published", _("published it")
    RETIRED = "retired", _("retired it")
    DISCARDED = "discarded", _("discarded the draft")


class VersionEvent(models.Model):
    """One act. An approval holds for the content it names and for no other."""

    version = models.ForeignKey(RubricVersion, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["version", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"


class DraftSave(models.Model):
    """A draft's content after one person's stretch of writing: saves close together are one row."""

    version = models.ForeignKey(RubricVersion, on_delete=models.CASCADE, related_name="saves")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    began_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField()
    document = models.JSONField()

    class Meta:
        ordering: ClassVar[list[str]] = ["version", "revision"]

    def __str__(self) -> str:
        return f"{self.version_id} r{self.revision}"
