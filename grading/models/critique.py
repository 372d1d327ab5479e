"""A language model's written opinion of one graded answer: beside the score, never in it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grading.models.grade import Grade
from interview.models import RubricPoint, User

# so that of two who count at the same time the second counts the first
CLAIM_LOCK = 7_301_119


class CritiqueStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being written")
    WRITTEN = "written", _("Written")
    FAILED = "failed", _("Not written")
    CANCELLED = "cancelled", _("Overtaken by a newer score")


class CritiqueReason(models.TextChoices):
    """Why there is no critique; what a person reads instead of one."""

    TIMED_OUT = "timed_out", _("The language model took too long.")
    UNREACHABLE = "unreachable", _("The language model could not be reached.")
    BUSY = "busy", _("The language model has too much to do just now.")
    REFUSED = "refused", _("The language model refused the request.")
    UNREADABLE = "unreadable", _("What the language model wrote could not be read.")
    RESTING = "resting", _("The language model failed several times; it is left alone for a while.")
    PERSON_BUDGET = "person_budget", _("Your critiques for today are used up.")
    SITE_BUDGET = "site_budget", _("This site's critiques for today are used up.")
    BROKEN = "broken", _("Writing the critique failed on our side.")


class CritiqueQuerySet(models.QuerySet["Critique"]):
    def visible_to(self, user: User) -> CritiqueQuerySet:
        return self.filter(grade__in=Grade.objects.visible_to(user))

    def due(self, now: datetime) -> CritiqueQuerySet:
        """Those somebody should take up: new, due for another try, or left by a dead worker."""
        lease = now - timedelta(seconds=settings.CRITIQUE_LEASE_SECONDS)
        waiting = Q(status=CritiqueStatus.WAITING) & (
            Q(retry_at__isnull=True) | Q(retry_at__lte=now)
        )
        abandoned = Q(status=CritiqueStatus.RUNNING, claimed_at__lt=lease)
        return self.filter(waiting | abandoned)

    def claim(self, pk: int, now: datetime) -> Critique | None:
        """Take this one, if it is due and not too many are being written; nobody else gets it."""
        token = uuid.uuid4()
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLAIM_LOCK])
            if not self.take(pk, now, token):
                return None
        return (
            self.select_related("grade__answer__turn__session__user", "grade__version__question")
            .prefetch_related("grade__version__points")
            .get(claim=token)
        )

    def take(self, pk: int, now: datetime, token: uuid.UUID) -> bool:
        lease = now - timedelta(seconds=settings.CRITIQUE_LEASE_SECONDS)
        running = self.filter(status=CritiqueStatus.RUNNING, claimed_at__gte=lease).count()
        if running >= settings.CRITIQUE_AT_ONCE:
            return False
        taken = self.due(now).filter(pk=pk).update(
            status=CritiqueStatus.RUNNING,
            claim=token,
            claimed_at=now,
            attempts=F("attempts") + 1,
            retry_at=None,
            partial="",
        )  # fmt: skip
        return bool(taken)


class Critique(models.Model):
    grade = models.ForeignKey(Grade, on_delete=models.CASCADE, related_name="critiques")
    status = models.CharField(max_length=9, choices=CritiqueStatus, default=CritiqueStatus.WAITING)
    reason = models.CharField(max_length=14, choices=CritiqueReason, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=2)
    prompt_version = models.CharField(max_length=40)
    model = models.CharField(max_length=160)
    # of everything that was sent: the same text is not sent twice
    content_hash = models.CharField(max_length=64, db_index=True)
    samples = models.PositiveSmallIntegerField(default=1)
    # what has been written so far; empty when it is done
    partial = models.TextField(blank=True)
    # what stood the checks: see `grading.critique.reply.Content`
    content = models.JSONField(default=dict, blank=True)
    # every reply as it came
    raw = models.JSONField(default=list, blank=True)
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=10, decimal_places=6, default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    # taken over from an earlier critique of the very same text
    copied = models.BooleanField(default=False)

    objects = CritiqueQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["grade", "-pk"]
        constraints = [models.UniqueConstraint(fields=["grade"], name="critique_once")]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["created_at"],
                condition=Q(status__in=["waiting", "running"]),
                name="critique_unwritten",
            )
        ]

    def __str__(self) -> str:
        return f"critique {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.status in (CritiqueStatus.WAITING, CritiqueStatus.RUNNING)

    def mine(self) -> CritiqueQuerySet:
        """This row, while this worker still holds it."""
        return Critique.objects.filter(
            pk=self.pk, claim=self.claim, status=CritiqueStatus.RUNNING
        )  # fmt: skip

    def keep(self) -> bool:
        """Hold the row for another while; False when it is somebody else's by now."""
        return bool(self.mine().update(claimed_at=timezone.now()))

    def ask_for(self, **manner: Any) -> None:
        """Write down what is asked for, where that changed since the row was made."""
        if any(getattr(self, name) != value for name, value in manner.items()):
            self.mine().update(**manner)
            for name, value in manner.items():
                setattr(self, name, value)

    def show_so_far(self, text: str) -> bool:
        """Keep what has been written; False when the row is somebody else's by now."""
        return bool(self.mine().update(partial=text, claimed_at=timezone.now()))

    def finish(self, opinions: list[PointOpinion], **fields: Any) -> bool:
        """Write it down, once; False when it was taken over or overtaken meanwhile."""
        done = {"status": CritiqueStatus.WRITTEN, "reason": "", "partial": "", "retry_at": None}
        with transaction.atomic():
            mine = self.mine().update(finished_at=timezone.now(), **done, **fields)
            if mine:
                PointOpinion.objects.filter(critique=self).delete()
                PointOpinion.objects.bulk_create(opinions)
        return bool(mine)

    def fail(self, reason: CritiqueReason, *, again_in: float | None, tried: bool = True) -> None:
        """Leave a blank with its reason; with `again_in` seconds it waits for another try, which
        costs none of its tries where nobody was asked."""
        attempts = self.attempts if tried else max(0, self.attempts - 1)
        last = again_in is None or attempts >= settings.CRITIQUE_ATTEMPTS
        now = timezone.now()
        self.mine().update(
            status=CritiqueStatus.FAILED if last else CritiqueStatus.WAITING,
            attempts=attempts,
            reason=reason,
            retry_at=None if last else now + timedelta(seconds=again_in or 0),
            finished_at=now if last else None,
            partial="",
        )

    def cancel(self) -> None:
        live = (CritiqueStatus.WAITING, CritiqueStatus.RUNNING)
        Critique.objects.filter(pk=self.pk, status__in=live).update(
            status=CritiqueStatus.CANCELLED, finished_at=timezone.now(), partial=""
        )

    def try_again(self) -> bool:
        """Let a failed one wait for its turn again; asked twice it is done once."""
        return self.wait_again(CritiqueStatus.FAILED)

    def revive(self) -> bool:
        """Let one that was let go wait again; for whoever knows that it is wanted."""
        return self.wait_again(CritiqueStatus.CANCELLED)

    def wait_again(self, status: CritiqueStatus) -> bool:
        return bool(
            Critique.objects.filter(pk=self.pk, status=status).update(
                status=CritiqueStatus.WAITING, attempts=0, retry_at=None, reason=""
            )
        )


class PointOpinion(models.Model):
    """What the critique says of one rubric point, and whether the engine says otherwise."""

    critique = models.ForeignKey(Critique, on_delete=models.CASCADE, related_name="opinions")
    point = models.ForeignKey(RubricPoint, on_delete=models.PROTECT, related_name="+")
    # a state, or empty where the samples disagreed
    verdict = models.CharField(max_length=12, blank=True)
    # the share of the samples that say so
    agreement = models.FloatField(default=0.0)
    quote = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    # for a human look: the score stays what it is
    disagrees = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["critique", "point__position"]
        constraints = [
            models.UniqueConstraint(fields=["critique", "point"], name="opinion_once"),
        ]

    def __str__(self) -> str:
        return f"opinion {self.pk}"
