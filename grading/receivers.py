"""The nudges: what the interview side says happened becomes a task, after the commit."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from kombu.exceptions import OperationalError

from grading.critique.signals import critique_wanted
from grading.curation.gate import JUDGE
from grading.curation.nudging import nudge as nudge_curation
from grading.curation.tasks import check_meaning, judge_release
from grading.raters.summarising import forget_count
from grading.tasks import answer_question, grade_answer, write_critique
from interview.models import Scorecard
from interview.signals import (
    answer_submitted,
    draft_saved,
    question_asked,
    release_check_requested,
)

logger = logging.getLogger(__name__)


@receiver(answer_submitted)
def enqueue_grading(answer_id: int, **_: Any) -> None:
    transaction.on_commit(lambda: nudge(answer_id), robust=True)


def nudge(answer_id: int) -> None:
    """Send the task; with the broker down the answer is safe and the sweep sends it later."""
    try:
        grade_answer.delay(answer_id)
    except (OperationalError, OSError):
        logger.warning("nudge lost", extra={"answer": answer_id})


@receiver(critique_wanted)
def enqueue_critique(critique_id: int, **_: Any) -> None:
    transaction.on_commit(lambda: nudge_critique(critique_id), robust=True)


def nudge_critique(critique_id: int) -> None:
    try:
        write_critique.delay(critique_id)
    except (OperationalError, OSError):
        logger.warning("nudge lost", extra={"critique": critique_id})


@receiver(pre_delete, sender=Scorecard)
def count_again(instance: Scorecard, **_: Any) -> None:
    """A card that goes is not waited for any more, and no time stands anywhere that would tell."""
    if not instance.is_in:
        forget_count(instance.room)


@receiver(release_check_requested)
def enqueue_release_check(check_id: int, judge: str, **_: Any) -> None:
    if judge == JUDGE:
        nudge_curation(judge_release, check_id)


@receiver(draft_saved)
def enqueue_meaning_check(rubric_version_id: int, **_: Any) -> None:
    nudge_curation(check_meaning, rubric_version_id)


@receiver(question_asked)
def enqueue_question(question_id: int, **_: Any) -> None:
    transaction.on_commit(lambda: nudge_question(question_id), robust=True)


def nudge_question(question_id: int) -> None:
    try:
        answer_question.delay(question_id)
    except (OperationalError, OSError):
        logger.warning("nudge lost", extra={"question": question_id})
