"""Clarifying questions: what the candidate asks the interviewer, and what the case answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interview.accounts.models import User
from interview.design.case import is_running
from interview.errors import RequestError
from interview.practice.answer import Answer, check_text
from interview.practice.turn import Turn
from interview.signals import question_asked

LONGEST = 300
MOST_TRIES = 12


class QuestionStatus(models.TextChoices):
    WAITING = "waiting", gettext_lazy("Waiting")
    ANSWERED = "answered", gettext_lazy("Answered")
    UNHEARD = "unheard", gettext_lazy("Not heard")


class ClarifyingQuestionQuerySet(models.QuerySet["ClarifyingQuestion"]):
    def visible_to(self, user: User) -> ClarifyingQuestionQuerySet:
        return self.filter(turn__session__user=user)

    def waiting(self) -> ClarifyingQuestionQuerySet:
        return self.filter(status=QuestionStatus.WAITING)


class ClarifyingQuestion(models.Model):
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="questions")
    stage = models.CharField(max_length=12)
    text = models.CharField(max_length=LONGEST)
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=QuestionStatus, default=QuestionStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    # the fact of the case that it asked for; empty when the case has none
    fact = models.CharField(max_length=60, blank=True)
    nearness = models.FloatField(null=True, blank=True)

    objects = ClarifyingQuestionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["turn", "id"]
        constraints = [
            models.UniqueConstraint(fields=["turn", "text"], name="question_asked_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["id"], condition=models.Q(status="waiting"), name="question_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"clarifying question {self.pk}"

    def settle(self, fact: str, nearness: float, now: datetime) -> bool:
        """Write down which fact was asked for, once."""
        waiting = ClarifyingQuestion.objects.waiting().filter(pk=self.pk)
        return bool(
            waiting.update(
                status=QuestionStatus.ANSWERED, fact=fact, nearness=nearness, answered_at=now
            )
        )

    def try_again(self) -> None:
        """Count a try that failed; after many of them nobody waits any longer."""
        waiting = ClarifyingQuestion.objects.waiting().filter(pk=self.pk)
        waiting.update(attempts=F("attempts") + 1)
        waiting.filter(attempts__gte=MOST_TRIES).update(status=QuestionStatus.UNHEARD)


def ask(answer: Answer, text: str, now: datetime) -> ClarifyingQuestion:
    """Put a question to the interviewer; asked again in the same words it is the same question."""
    text = " ".join(check_text(text).split())
    turn = answer.turn
    if not text:
        raise RequestError(_("Write your question first."))
    if len(text) > LONGEST:
        raise RequestError(_("A question may have 300 characters. Ask one thing at a time."))
    if not answer.is_open or not is_running(turn, now):
        raise RequestError(_("The interviewer answers while the clock runs."), status=409)
    asked = ClarifyingQuestion.objects.filter(turn=turn)
    known = asked.filter(text=text).first()
    if known is not None:
        return known
    if asked.filter(asked_at__gt=now - timedelta(minutes=1)).count() >= settings.QUESTIONS_A_MINUTE:
        raise RequestError(_("Too many questions at once. Wait a moment."), status=429)
    if asked.count() >= settings.QUESTIONS_A_CASE:
        raise RequestError(_("That was the last question. State your assumptions from here on."))
    with transaction.atomic():
        question, made = ClarifyingQuestion.objects.get_or_create(
            turn=turn, text=text, defaults={"stage": answer.stage, "asked_at": now}
        )
        if made:
            question_asked.send(sender=ClarifyingQuestion, question_id=question.pk)
    return question


def describe_questions(turn: Turn) -> list[dict[str, Any]]:
    """Return what was asked with its answers, in order; `turn.questions` may be prefetched."""
    facts = {fact["id"]: fact for fact in turn.version.facts}
    language = turn.session.language
    return [
        {
            "text": question.text,
            "stage": question.stage,
            "waiting": question.status == QuestionStatus.WAITING,
            "found": question.fact in facts,
            "reply": reply_to(question, facts, language),
        }
        for question in turn.questions.all()
    ]


def reply_to(question: ClarifyingQuestion, facts: dict[str, Any], language: str) -> str:
    if question.fact in facts:
        return str(facts[question.fact]["answer"][language])
    if question.status == QuestionStatus.UNHEARD:
        return _("The interviewer could not be reached. State your assumption and go on.")
    if question.status == QuestionStatus.WAITING:
        return ""
    return _("I have nothing on that. State your assumption, or ask in other words.")


def unasked_facts(turn: Turn) -> list[dict[str, str]]:
    """Return the important facts that nobody asked for: a way to ask, and what it would have told."""
    asked = {question.fact for question in turn.questions.all()}
    language = turn.session.language
    return [
        {"ask": fact["asks"][language][0], "answer": fact["answer"][language]}
        for fact in turn.version.facts
        if fact.get("important") and fact["id"] not in asked
    ]
