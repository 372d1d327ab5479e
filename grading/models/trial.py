"""Trials: answers judged under a draft and under what is published; nobody's grade comes of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from grading.models.job import Job
from interview.models import RubricVersion, SampleAnswer


class Trial(Job):
    version = models.ForeignKey(RubricVersion, on_delete=models.CASCADE, related_name="trials")
    sample = models.ForeignKey(
        SampleAnswer, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(max_length=2)
    text = models.TextField()
    # of the draft as it was judged
    content_hash = models.CharField(max_length=64, blank=True)
    # {"draft": verdict, "published": verdict | null}; a verdict as `grading.curation.judging` writes it
    results = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"trial {self.pk}"
