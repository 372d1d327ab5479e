"""The time ledger of a design case: a row for each visit to a stage, by the server's clock."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone

from interview.accounts.models import User
from interview.practice.answer import Answer
from interview.practice.turn import Turn


class StageVisitQuerySet(models.QuerySet["StageVisit"]):
    def visible_to(self, user: User) -> StageVisitQuerySet:
        return self.filter(turn__session__user=user)

    def running(self) -> StageVisitQuerySet:
        return self.filter(left_at__isnull=True)


class StageVisit(models.Model):
    # the case, beside the stage: its clock ends every visit
    turn = models.ForeignKey(Turn, on_delete=models.CASCADE, related_name="stage_visits")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="visits")
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = StageVisitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["turn", "entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["turn"], condition=Q(left_at__isnull=True), name="one_stage_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"stage visit {self.pk}"

    def seconds(self, now: datetime) -> float:
        return max(0.0, ((self.left_at or now) - self.entered_at).total_seconds())


def enter_stage(answer: Answer, now: datetime) -> None:
    """Book the time from here on for this stage; entered twice, it is one visit.

    Nothing is booked while the case's clock rests. Of two tabs the one looked at last counts.
    """
    with transaction.atomic():
        turn = Turn.objects.select_for_update().get(pk=answer.turn_id)
        if turn.entered_at is None:
            return
        here = StageVisit.objects.running().filter(turn=turn).first()
        if here is not None and here.answer_id == answer.pk:
            return
        leave_stage(turn.pk, now)
        StageVisit.objects.create(turn=turn, answer=answer, entered_at=now)


def leave_stage(turn_id: int, at: datetime) -> None:
    """End the visit that is going on, if there is one."""
    here = StageVisit.objects.running().filter(turn=turn_id)
    # never before it began: a deadline that passed unnoticed may lie further back
    here.update(left_at=Greatest(models.F("entered_at"), models.Value(at)))


def stage_seconds(turn: Turn, now: datetime | None = None) -> dict[str, int]:
    """Return the whole seconds spent in each stage that was visited.

    `turn.stage_visits` may be prefetched, with their answers.
    """
    now = now or timezone.now()
    if turn.deadline is not None:
        now = min(now, turn.deadline)
    spent: dict[str, float] = {}
    for visit in turn.stage_visits.all():
        stage = visit.answer.stage
        spent[stage] = spent.get(stage, 0.0) + visit.seconds(now)
    return {stage: int(seconds) for stage, seconds in spent.items()}
