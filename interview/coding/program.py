"""The code of an answer: a draft beside the explanation, saved under the same rules."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F
from django.db.models.fields.json import KeyTextTransform

from interview.accounts.models import User
from interview.practice.answer import Answer, AnswerClosed, StaleDraft, check_text


class ProgramQuerySet(models.QuerySet["Program"]):
    def visible_to(self, user: User) -> ProgramQuerySet:
        return self.filter(answer__turn__session__user=user)

    def written(self) -> ProgramQuerySet:
        """Those somebody wrote something in: what a question begins with is nobody's work."""
        starter = KeyTextTransform("starter", "answer__turn__version__coding")
        return self.alias(starter=starter).exclude(text="").exclude(text=F("starter"))


class Program(models.Model):
    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="program")
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["answer"]

    def __str__(self) -> str:
        return f"program {self.pk}"

    def save_draft(self, text: str, *, revision: int, now: datetime) -> int:
        """Store the text if `revision` is the newest one known; return the new revision.

        Raises StaleDraft, AnswerClosed or RequestError as `Answer.save_draft` does; the answer's
        turn and session must be loaded.
        """
        text = check_text(text)
        turn = self.answer.turn
        if not self.answer.is_open or turn.is_overdue(now) or turn.session.is_overdue(now):
            raise AnswerClosed
        if (self.revision, self.text) == (revision, text):
            return revision  # a run sends the text along that was saved a moment before
        saved = Program.objects.filter(pk=self.pk, revision=revision, answer__state="open").update(
            text=text, revision=F("revision") + 1, saved_at=now
        )
        self.refresh_from_db(fields=["text", "revision", "saved_at"])
        if not saved and self.text != text:
            raise StaleDraft(revision=self.revision, text=self.text)
        return self.revision


def program_of(answer: Answer) -> Program:
    """Return the answer's program, which begins as the question's starter code."""
    coding = answer.turn.version.coding or {}
    program, _ = Program.objects.get_or_create(
        answer=answer, defaults={"text": coding.get("starter", "")}
    )
    program.answer = answer
    return program


def has_code(answer: Answer) -> bool:
    return Program.objects.written().filter(answer=answer).exists()
