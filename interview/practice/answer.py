"""What somebody said to a question: a draft that is never lost, then the text that counts."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from interview.accounts.models import User
from interview.errors import RequestError
from interview.practice.session import grace
from interview.practice.turn import Turn
from interview.questions.models import RubricPoint
from interview.signals import answer_closed, answer_submitted

FIRST_FOLLOW_UP = 100


class AnswerState(models.TextChoices):
    OPEN = "open", _("Open")
    SUBMITTED = "submitted", _("Submitted")
    UNANSWERED = "unanswered", _("Not answered")


class ClosedBy(models.TextChoices):
    CANDIDATE = "candidate", _("the candidate")
    DEADLINE = "deadline", _("the deadline")
    ROOM = "room", _("the interviewer")


class StaleDraft(RequestError):
    """Somebody (another tab, another device) saved a newer text; nothing was overwritten."""

    def __init__(self, *, revision: int, text: str) -> None:
        message = _t(
            "A newer version of this answer was saved in another tab or on another device."
        )
        super().__init__(message, status=409)
        self.revision = revision
        self.text = text


class AnswerClosed(RequestError):
    """The answer was submitted, or its time is over: the last saved text counts."""

    def __init__(self) -> None:
        super().__init__(
            _t("This answer is closed: it was submitted or its time is over."), status=410
        )


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: User) -> AnswerQuerySet:
        return self.filter(turn__session__user=user)

    def submitted(self) -> AnswerQuerySet:
        return self.filter(state=AnswerState.SUBMITTED)

    def to_questions(self) -> AnswerQuerySet:
        """Those to a question or one of its stages: what was said without being asked for it."""
        return self.filter(sequence__lt=FIRST_FOLLOW_UP)

    def to_follow_ups(self) -> AnswerQuerySet:
        return self.filter(sequence__gte=FIRST_FOLLOW_UP)

    def still_asked(self) -> AnswerQuerySet:
        """Follow-ups that may still be taken: what their answers left out is not told before."""
        open_ones = self.to_follow_ups().filter(state=AnswerState.OPEN)
        return open_ones.filter(turn__session__finished_at__isnull=True)


def check_text(text: str) -> str:
    """Return the text as it can be stored; RequestError when it is too long or not text."""
    # line ends first: a form sends two characters for each, and the field counted one
    text = text.replace("\r\n", "\n")
    limit = settings.ANSWER_MAX_CHARACTERS
    if len(text) > limit:
        message = _t("The answer is too long: %(length)s characters; the limit is %(limit)s.")
        raise RequestError(
            message % {"length": f"{len(text):,}", "limit": f"{limit:,}"}, status=413
        )
    if "\x00" in text:
        raise RequestError(_t("The answer holds characters that are not text."))
    return text


def is_blank(text: str) -> bool:
    """Say whether nothing can be seen of it: white space and characters without a width only."""
    return all(c.isspace() or unicodedata.category(c) in ("Cf", "Cc") for c in text)


class Answer(models.Model):
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="answers")
    # 0 is the answer to the question itself, or to a design case's first stage; further stages
    # count on from there, follow-ups from FIRST_FOLLOW_UP
    sequence = models.PositiveSmallIntegerField(default=0)
    # the stage of a design case that this answers; empty elsewhere
    stage = models.CharField(max_length=12, blank=True)
    # the rubric point that a follow-up asked for; empty in answers to the question itself
    asked_point = models.ForeignKey(
        RubricPoint, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    draft = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=AnswerState, default=AnswerState.OPEN)
    closed_by = models.CharField(max_length=10, choices=ClosedBy, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # a follow-up's own clock: it starts when the follow-up is put to the person
    opened_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    # when it was decided what to ask after this answer, be it nothing
    probed_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["turn", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["turn", "sequence"], name="answer_sequence"),
            models.CheckConstraint(
                name="answer_submitted_has_text", condition=~Q(state="submitted", text="")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["submitted_at"], condition=Q(state="submitted"), name="answer_submitted"
            ),
            models.Index(
                fields=["deadline"], condition=Q(state="open"), name="answer_open_deadline"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == AnswerState.OPEN

    @property
    def is_follow_up(self) -> bool:
        return self.sequence >= FIRST_FOLLOW_UP

    def is_overdue(self, now: datetime) -> bool:
        """Say whether a follow-up's own time is over; other answers have their question's."""
        return self.deadline is not None and now > self.deadline + grace()

    def save_draft(self, text: str, *, revision: int, now: datetime) -> int:
        """Store the text if `revision` is the newest one known; return the new revision.

        The turn and its session must be loaded. Raises StaleDraft, AnswerClosed or RequestError;
        none of them changes what is stored.
        """
        text = check_text(text)
        turn = self.turn
        late = self.is_overdue(now) or turn.is_overdue(now) or turn.session.is_overdue(now)
        if not self.is_open or late:
            raise AnswerClosed
        saved = Answer.objects.filter(pk=self.pk, revision=revision, state=AnswerState.OPEN).update(
            draft=text, revision=F("revision") + 1, draft_saved_at=now
        )
        if saved:
            self.draft, self.revision, self.draft_saved_at = text, revision + 1, now
            return self.revision
        self.refresh_from_db(fields=["state", "revision", "draft"])
        if not self.is_open:
            raise AnswerClosed
        if self.draft == text:
            return self.revision  # the same save again: its first reply was lost
        raise StaleDraft(revision=self.revision, text=self.draft)

    def decline(self, now: datetime) -> bool:
        """Close without an answer; a draft stays in the row but is not what was said."""
        declined = Answer.objects.filter(pk=self.pk, state=AnswerState.OPEN).update(
            state=AnswerState.UNANSWERED, closed_by=ClosedBy.CANDIDATE, submitted_at=now
        )
        self.refresh_from_db()
        return bool(declined)

    def submit(self, *, by: ClosedBy = ClosedBy.CANDIDATE, now: datetime | None = None) -> bool:
        """Close the answer with its last saved text; True for the one caller that did it.

        A blank draft closes as unanswered: there is nothing to grade, and nothing is scored zero.
        """
        now = now or timezone.now()
        with transaction.atomic():
            row = Answer.objects.select_for_update().get(pk=self.pk)
            if not row.is_open:
                self.refresh_from_db()
                return False
            row.text = "" if is_blank(row.draft) else row.draft
            row.state = AnswerState.SUBMITTED if row.text else AnswerState.UNANSWERED
            row.closed_by, row.submitted_at = by, now
            row.save(update_fields=["text", "state", "closed_by", "submitted_at"])
            if not self.is_follow_up:
                # a follow-up has a clock of its own; that of a case may run on beside it
                self.turn.leave(now)
            answer_closed.send(sender=Answer, answer_id=row.pk)
            if row.state == AnswerState.SUBMITTED:
                answer_submitted.send(sender=Answer, answer_id=row.pk)
        self.refresh_from_db()
        return True
