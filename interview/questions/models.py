"""Questions and their rubrics. A published rubric version never changes: a change is a new version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from interview.accounts.models import User


class Round(models.TextChoices):
    PHONE_SCREEN = "phone_screen", _("Phone screen")
    FUNDAMENTALS = "fundamentals", _("ML fundamentals")
    CODING = "coding", _("ML coding")
    SYSTEM_DESIGN = "system_design", _("System design")


class Level(models.TextChoices):
    JUNIOR = "junior", _("Junior")
    MID = "mid", _("Mid-level")
    SENIOR = "senior", _("Senior")


class Dimension(models.TextChoices):
    PROBLEM = "problem", _("Problem definition and goal")
    KNOWLEDGE = "knowledge", _("Technical depth")
    TRADEOFFS = "tradeoffs", _("Trade-offs and why this choice")
    ENGINEERING = "engineering", _("Engineering and production constraints")
    EVALUATION = "evaluation", _("Evaluation and experiment")
    COMMUNICATION = "communication", _("Communication and structure")


class Topic(models.Model):
    key = models.CharField(max_length=20, unique=True)
    position = models.PositiveIntegerField()
    round = models.CharField(max_length=16, choices=Round)
    group = models.CharField(max_length=60, blank=True)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]

    def __str__(self) -> str:
        return f"{self.key} {self.name_en}"

    def name(self, language: str) -> str:
        return self.name_ko if language == "ko" else self.name_en


class QuestionQuerySet(models.QuerySet["Question"]):
    def askable(self) -> QuestionQuerySet:
        """Those that candidates may be asked, one answer to one question.

        A design case walks through stages and needs a room of its own, so it is not among them.
        """
        stages = RubricPoint.objects.filter(version=models.OuterRef("current")).exclude(stage="")
        return self.published().filter(~models.Exists(stages), withdrawn_at__isnull=True)

    def cases(self) -> QuestionQuerySet:
        """Those that walk through stages, each a whole interview of its own."""
        stages = RubricPoint.objects.filter(version=models.OuterRef("current")).exclude(stage="")
        return self.published().filter(models.Exists(stages), withdrawn_at__isnull=True)

    def published(self) -> QuestionQuerySet:
        return self.filter(current__isnull=False)

    def visible_to(self, user: User) -> QuestionQuerySet:
        return self if user.has_perm("interview.view_question") else self.none()

    def keyed(self, key: str) -> QuestionQuerySet:
        """The one of this key; none where an address holds what no database can look up."""
        return self.none() if "\x00" in key else self.filter(key=key)


class Question(models.Model):
    key = models.CharField(max_length=20, unique=True)
    slug = models.SlugField(max_length=60)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions")
    round = models.CharField(max_length=16, choices=Round)
    level = models.CharField(max_length=8, choices=Level)
    minutes = models.PositiveSmallIntegerField()
    current = models.OneToOneField(
        "RubricVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["topic__position", "key"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["round", "level"])]

    def __str__(self) -> str:
        return f"{self.key} {self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("curation-question", args=[self.key])

    def withdraw(self) -> None:
        """Ask it no more; sessions that hold it keep it."""
        self.withdrawn_at = timezone.now()
        self.save(update_fields=["withdrawn_at"])

    def offer_again(self) -> None:
        self.withdrawn_at = None
        self.save(update_fields=["withdrawn_at"])


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")
    DISCARDED = "discarded", _("Discarded")


OPEN_STATES = (VersionState.DRAFT, VersionState.IN_REVIEW)


class VersionQuerySet(models.QuerySet["RubricVersion"]):
    def visible_to(self, user: User) -> VersionQuerySet:
        return self if user.has_perm("interview.view_rubricversion") else self.none()

    def open(self) -> VersionQuerySet:
        """Those that are being written or reviewed."""
        return self.filter(state__in=OPEN_STATES)

    def numbered(self) -> int:
        """Return the number that a question's next version gets; the question must be locked."""
        last = self.aggregate(last=models.Max("number"))["last"]
        return int(last or 0) + 1


class RubricVersion(models.Model):
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    # counts the saves of a draft: a save that knows an older one changes nothing
    revision = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    prompt_ko = models.TextField()
    prompt_en = models.TextField()
    model_answer_ko = models.TextField()
    model_answer_en = models.TextField()
    # lists as the question file has them: [{"cost", "ko", "en"}], [{"id", "asks", "answer", …}]
    hints = models.JSONField(default=list)
    facts = models.JSONField(default=list, blank=True)
    # a `coding_schema.CodingSpec`, for questions answered with code
    coding = models.JSONField(null=True, blank=True)
    # every text / keys, weights and requirements only: a mended typo differs in the first alone
    content_hash = models.CharField(max_length=64, blank=True)
    structure_hash = models.CharField(max_length=64, blank=True)
    # of the question file it was loaded from; empty for what was written in the browser
    source_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="rubric_version_number"),
            models.UniqueConstraint(
                fields=["question"], condition=Q(state="published"), name="one_published_rubric"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"

    def prompt(self, language: str) -> str:
        return self.prompt_ko if language == "ko" else self.prompt_en

    def model_answer(self, language: str) -> str:
        return self.model_answer_ko if language == "ko" else self.model_answer_en

    def hint_texts(self, language: str) -> list[dict[str, str | int]]:
        return [{"cost": hint["cost"], "text": hint[language]} for hint in self.hints]


class RubricPoint(models.Model):
    version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="points")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, blank=True)
    dimension = models.CharField(max_length=16, choices=Dimension)
    weight = models.PositiveSmallIntegerField()
    required = models.BooleanField(default=False)
    text_ko = models.TextField()
    text_en = models.TextField()
    probe_ko = models.TextField()
    probe_en = models.TextField()
    # {"ko": […], "en": […]} and [{"kind", "ko", "en"}]
    phrasings = models.JSONField()
    contrasts = models.JSONField()

    class Meta:
        ordering: ClassVar[list[str]] = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="rubric_point_key"),
        ]

    def __str__(self) -> str:
        return self.key

    def text(self, language: str) -> str:
        return self.text_ko if language == "ko" else self.text_en

    def probe(self, language: str) -> str:
        return self.probe_ko if language == "ko" else self.probe_en
