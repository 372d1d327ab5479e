"""A practice session: what was chosen, and the one clock that the server keeps for it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interview.accounts.models import Language, User
from interview.questions.models import Level, Round

SHARE_SALT = "rehearsal.share"


def grace() -> timedelta:
    """How long after a deadline something sent before it may still arrive; one for every endpoint."""
    return timedelta(seconds=settings.DEADLINE_GRACE_SECONDS)


def session_group(session_id: object) -> str:
    """Return the channel group that a session's open pages listen to."""
    return f"session.{session_id}"


class Mode(models.TextChoices):
    STUDY = "study", _("Study: feedback after each answer")
    REAL = "real", _("Real: all feedback at the end")
    LIVE = "live", _("Live: an interviewer leads")


# What somebody may choose who practises alone.
SOLO = (Mode.STUDY, Mode.REAL)


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User) -> SessionQuerySet:
        return self.filter(user=user)

    def solo(self) -> SessionQuerySet:
        """Return those that run by their own clock; a live one is its room's."""
        return self.filter(mode__in=SOLO)

    def telling(self) -> SessionQuerySet:
        """Return those whose feedback their candidate may see by now: `Session.tells` of many."""
        told = Q(mode=Mode.STUDY) | Q(finished_at__isnull=False)
        return self.filter(told, sealed=False)

    def unfinished(self) -> SessionQuerySet:
        return self.filter(finished_at__isnull=True)

    def overdue(self, now: datetime) -> SessionQuerySet:
        return self.solo().unfinished().filter(paused_at__isnull=True, deadline__lt=now - grace())

    def shared_by(self, token: str) -> SessionQuerySet:
        """Return the session that this signed link opens; none if forged or revoked."""
        try:
            nonce = signing.loads(token, salt=SHARE_SALT)
        except signing.BadSignature:
            return self.none()
        return self.filter(share_nonce=nonce, sealed=False)


class Session(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="practice_sessions")
    round = models.CharField(max_length=16, choices=Round)
    level = models.CharField(max_length=8, choices=Level, blank=True)
    language = models.CharField(max_length=2, choices=Language)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.STUDY)
    minutes = models.PositiveSmallIntegerField()
    # copied from the person, so that a later change never moves a running clock
    time_multiplier = models.DecimalField(max_digits=3, decimal_places=2, default=Decimal("1.00"))
    started_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField()
    # the clock rests: paused by the person, or while feedback is read in study mode
    paused_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    current_position = models.PositiveSmallIntegerField(default=1)
    # graded, and not to be seen by the candidate yet: the interviewer of a live session decides
    sealed = models.BooleanField(default=False)
    share_nonce = models.UUIDField(null=True, blank=True, unique=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-started_at"]),
            models.Index(
                fields=["deadline"],
                condition=Q(finished_at__isnull=True),
                name="session_unfinished_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def tells(self) -> bool:
        """Say whether its candidate may see its feedback by now: on a call not before the end."""
        return not self.sealed and (self.mode == Mode.STUDY or self.is_finished)

    def asks_follow_ups(self) -> bool:
        """Say whether answers are followed up: in study mode, and on phone screens as on a call."""
        if settings.FOLLOW_UPS < 1:
            return False
        real_call = self.mode == Mode.REAL and self.round == Round.PHONE_SCREEN
        return self.mode == Mode.STUDY or real_call

    def probes_stages(self) -> bool:
        """Say whether stages handed in one by one are asked about while the clock runs on."""
        real = self.mode == Mode.REAL and self.round == Round.SYSTEM_DESIGN
        return real and settings.FOLLOW_UPS >= 1

    def is_overdue(self, now: datetime) -> bool:
        # who ends a live session is its interviewer, whatever the clock says
        return self.mode != Mode.LIVE and self.paused_at is None and now > self.deadline + grace()

    def rest(self, now: datetime) -> bool:
        """Stop the clock, that of the question on the table too; False when there is none to stop."""
        with transaction.atomic():
            row = Session.objects.select_for_update().get(pk=self.pk)
            if row.is_finished or row.paused_at is not None:
                return False
            for turn in row.turns.filter(entered_at__isnull=False):
                turn.leave(now)
            Session.objects.filter(pk=self.pk).update(paused_at=now)
        self.paused_at = now
        return True

    def go_on(self, now: datetime) -> bool:
        """Start the clock again, later by as long as it rested."""
        if self.paused_at is None:
            return False
        deadline = self.deadline + (now - self.paused_at)
        resumed = Session.objects.filter(
            pk=self.pk, paused_at=self.paused_at, finished_at__isnull=True
        ).update(paused_at=None, deadline=deadline)
        self.refresh_from_db(fields=["paused_at", "deadline"])
        return bool(resumed)

    def share(self) -> str:
        """Return the token of the link that shows this session's report to whoever holds it."""
        if self.share_nonce is None:
            Session.objects.filter(pk=self.pk, share_nonce__isnull=True).update(
                share_nonce=uuid.uuid4()
            )
            self.refresh_from_db(fields=["share_nonce"])
        return self.share_token()

    def share_token(self) -> str:
        return signing.dumps(str(self.share_nonce), salt=SHARE_SALT) if self.share_nonce else ""

    def stop_sharing(self) -> None:
        self.share_nonce = None
        self.save(update_fields=["share_nonce"])
