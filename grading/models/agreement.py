"""Agreement between people and with the machine, counted beforehand so that pages stay quick."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from interview.models import Question


class RatedQuestion(models.Model):
    """One question's human grading in numbers; a task refreshes it, and it can always be thrown away."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="rated")
    answers = models.PositiveIntegerField(default=0)
    # answers with a finished first rating, with a second, and how many wait for a third person
    rated = models.PositiveIntegerField(default=0)
    rated_twice = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)
    kappa_people = models.FloatField(null=True, blank=True)
    kappa_machine = models.FloatField(null=True, blank=True)
    # answers behind the machine's kappa, and points on which it says something else than people
    compared = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    # [[point's key, times the machine says something else, times compared]], the worst first, and
    # the first one's figure to find the questions by
    points = models.JSONField(default=list)
    most_wrong = models.PositiveIntegerField(default=0)
    refreshed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["question"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-conflicts", "-waiting"]),
            models.Index(fields=["kappa_machine"]),
            models.Index(fields=["-most_wrong"]),
        ]

    def __str__(self) -> str:
        return f"rated question {self.question_id}"


class AgreementCell(models.Model):
    """How often `one` and `other` met: a cell of a contingency table.

    `between` is people (first and second rater) or machine (people's state and the machine's).
    `facet` says what `value` is: a point's key, a language, a band of lengths, a month. Without a
    question it is the sum over all of them.
    """

    class Between(models.TextChoices):
        PEOPLE = "people"
        MACHINE = "machine"

    class Facet(models.TextChoices):
        POINT = "point"
        LANGUAGE = "language"
        LENGTH = "length"
        MONTH = "month"

    question = models.ForeignKey(
        Question, null=True, on_delete=models.CASCADE, related_name="agreement_cells"
    )
    between = models.CharField(max_length=8, choices=Between)
    facet = models.CharField(max_length=8, choices=Facet)
    value = models.CharField(max_length=60)
    one = models.CharField(max_length=12)
    other = models.CharField(max_length=12)
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "between", "facet", "value", "one", "other"],
                name="agreement_cell",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"agreement cell {self.pk}"
