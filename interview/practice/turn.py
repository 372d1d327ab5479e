"""One question's turn in a session: how long it may take, how long it has taken, and what was asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from interview.accounts.models import User
from interview.errors import RequestError
from interview.practice.session import Mode, Session, grace
from interview.questions.models import RubricVersion
from interview.signals import turn_left

CLOCK = ["spent_seconds", "entered_at", "deadline"]


class TurnQuerySet(models.QuerySet["Turn"]):
    def visible_to(self, user: User) -> TurnQuerySet:
        return self.filter(session__user=user)

    def on_table(self, session: Session) -> Turn:
        """Return the question that this session stands at, whether or not its clock runs."""
        turns = self.filter(session=session, position=session.current_position)
        return turns.select_related("session", "version__question").get()

    def overdue(self, now: datetime) -> TurnQuerySet:
        return self.filter(
            deadline__lt=now - grace(),
            session__finished_at__isnull=True,
            session__paused_at__isnull=True,
        )


class Turn(models.Model):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField()
    # pinned: what is published later does not change what was asked here
    version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="turns")
    allotted_seconds = models.PositiveIntegerField()
    spent_seconds = models.PositiveIntegerField(default=0)
    # set while this is the question on the table and the clock runs
    entered_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    flagged = models.BooleanField(default=False)
    skipped = models.BooleanField(default=False)
    hints_shown = models.PositiveSmallIntegerField(default=0)

    objects = TurnQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["session", "position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="turn_position"),
            models.UniqueConstraint(fields=["session", "version"], name="turn_asks_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["deadline"], condition=Q(deadline__isnull=False), name="turn_deadline"
            )
        ]

    def __str__(self) -> str:
        return f"turn {self.pk}"

    def is_resting(self) -> bool:
        """Say whether the session was paused here by the person, not for reading feedback."""
        return (
            self.session.paused_at is not None
            and self.answers.filter(sequence=0, state="open").exists()
        )

    def is_overdue(self, now: datetime) -> bool:
        return self.deadline is not None and now > self.deadline + grace()

    def remaining_seconds(self) -> int:
        return max(0, self.allotted_seconds - self.spent_seconds)

    def is_used_up(self) -> bool:
        """Say whether it was left with no time to come back to."""
        return self.entered_at is None and self.remaining_seconds() == 0

    def enter(self, now: datetime) -> None:
        """Put this question on the table: leave the one that was there, and start its clock."""
        if self.entered_at is not None and self.session.paused_at is None:
            return
        with transaction.atomic():
            session = Session.objects.select_for_update().get(pk=self.session_id)
            self.refresh_from_db(fields=CLOCK)
            if session.is_finished or (self.entered_at is not None and session.paused_at is None):
                return
            for other in session.turns.exclude(pk=self.pk).filter(entered_at__isnull=False):
                other.leave(now)
            session.go_on(now)
            deadline = min(now + timedelta(seconds=self.remaining_seconds()), session.deadline)
            Turn.objects.filter(pk=self.pk).update(entered_at=now, deadline=deadline, skipped=False)
            Session.objects.filter(pk=session.pk).update(current_position=self.position)
        self.refresh_from_db(fields=[*CLOCK, "skipped"])
        self.session.refresh_from_db()

    def leave(self, now: datetime) -> None:
        """Take this question off the table and book the time it took."""
        if self.entered_at is None:
            return
        end = min(now, self.deadline) if self.deadline else now
        # whole seconds only, so that many short visits never add up to more than has passed
        spent = max(0, int((end - self.entered_at).total_seconds()))
        Turn.objects.filter(pk=self.pk, entered_at=self.entered_at).update(
            spent_seconds=F("spent_seconds") + spent, entered_at=None, deadline=None
        )
        turn_left.send(sender=Turn, turn_id=self.pk, at=end)
        self.refresh_from_db(fields=CLOCK)

    def pause(self, now: datetime) -> None:
        """Stop the clock on this question; RequestError where a session may not be paused."""
        if self.session.mode != Mode.STUDY:
            raise RequestError(_("Only a study session can be paused."), status=409)
        self.session.rest(now)
        self.refresh_from_db(fields=CLOCK)

    def skip(self, now: datetime) -> None:
        self.leave(now)
        self.skipped = True
        self.save(update_fields=["skipped"])

    def toggle_flag(self) -> None:
        self.flagged = not self.flagged
        self.save(update_fields=["flagged"])

    def show_hint(self, after: int) -> None:
        """Reveal the next hint; asked twice with the same `after` it reveals one and costs one."""
        if after < len(self.version.hints):
            Turn.objects.filter(pk=self.pk, hints_shown=after).update(hints_shown=after + 1)
        self.refresh_from_db(fields=["hints_shown"])

    def hints_cost(self) -> int:
        """Return what the shown hints take off the score, in points of 100."""
        return sum(int(hint["cost"]) for hint in self.version.hints[: self.hints_shown])
