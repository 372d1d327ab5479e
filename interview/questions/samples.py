"""Labelled answers as rows: what a question's rubric must order rightly before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from interview.accounts.models import Language, User
from interview.questions.models import Question
from interview.questions.schema import LabelledAnswer


class SampleKind(models.TextChoices):
    STRONG = "strong", _("Strong")
    PARTIAL = "partial", _("Partial")
    VAGUE = "vague", _("Vague")
    WRONG = "wrong", _("Wrong")
    ADVERSARIAL = "adversarial", _("Adversarial")


class SampleQuerySet(models.QuerySet["SampleAnswer"]):
    def visible_to(self, user: User) -> SampleQuerySet:
        return self if user.has_perm("interview.view_sampleanswer") else self.none()


class SampleAnswer(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="samples")
    key = models.CharField(max_length=80, unique=True)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    kind = models.CharField(_("kind"), max_length=12, choices=SampleKind)
    text = models.TextField(_("text"))
    # of 100, as a fair expert would give
    score = models.PositiveSmallIntegerField(
        _("score"), validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    # {point key: said | partly | not_said | contradicted}
    states = models.JSONField(default=dict)
    # the key of the same content in the other language
    twin = models.CharField(max_length=80, blank=True)
    history = HistoricalRecords()

    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["question", "key"]

    def __str__(self) -> str:
        return self.key


def changed_since(question: Question, when: datetime) -> bool:
    """Whether somebody has written, changed or deleted one of the question's labelled answers since."""
    changes = SampleAnswer.history.filter(question_id=question.pk, history_date__gt=when)
    return bool(changes.exists())


def load_samples(answers: Sequence[LabelledAnswer]) -> int:
    """Write the files' labelled answers over their rows, by key; return how many were written.

    What somebody changed or deleted in the browser stays as they left it: only that has a history.
    """
    questions = dict(Question.objects.values_list("key", "pk"))
    touched = set(SampleAnswer.history.values_list("key", flat=True).distinct())
    rows = [
        SampleAnswer(
            question_id=questions[answer.question],
            key=answer.id,
            language=answer.language,
            kind=answer.kind,
            text=answer.text,
            score=answer.score,
            states=dict(answer.states),
            twin=answer.twin or "",
        )
        for answer in answers
        if answer.question in questions and answer.id not in touched
    ]
    SampleAnswer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["question", "language", "kind", "text", "score", "states", "twin"],
    )
    return len(rows)
