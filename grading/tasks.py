"""Background work of grading. Each task may run twice, late or never: rows say what is due."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from typing import Any

from celery import shared_task
from celery.signals import worker_process_init, worker_process_shutdown
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from grading.backends.errors import BackendError
from grading.clarifying import hear
from grading.critique.consent import is_on
from grading.critique.writing import ensure_critique, forgotten_by_critiques, write
from grading.drawings import read_board, unread_turns
from grading.models import Critique, Grade, ensure_grades
from grading.pipeline import grade, the_grader
from grading.raters.correcting import correct, uncorrected
from grading.raters.summarising import LONG_AGO, outdated, refresh_question, refresh_sums
from interview.models import Answer, ClarifyingQuestion

logger = logging.getLogger(__name__)

SWEEP_LIMIT = 500
# questions whose agreement one sweep counts again; the next one takes those that are left
QUESTION_LIMIT = 200


@shared_task(ignore_result=True)
def grade_answer(answer_id: int) -> None:
    """Grade one submitted answer, and in the same batch others that wait."""
    answer = Answer.objects.submitted().filter(pk=answer_id).select_related("turn").first()
    if answer is None:
        return
    ensure_grades([answer])
    # first, so that what was drawn stands beside the points when they appear
    with suppress(BackendError):
        read_board(answer.turn_id)
    for row in Grade.objects.due(timezone.now()).filter(answer=answer):
        grade(row.pk)
        correct(answer)
    if critique := ensure_critique(answer):
        with suppress(OperationalError, OSError):
            write_critique.delay(critique.pk)


@shared_task(ignore_result=True)
def write_critique(critique_id: int) -> None:
    write(critique_id)


@shared_task(ignore_result=True)
def sweep_critiques() -> None:
    """Find what no message brought: scores without their critique, tries that are due."""
    if not is_on():
        return
    now = timezone.now()
    for answer in forgotten_by_critiques(now)[:SWEEP_LIMIT]:
        ensure_critique(answer)
    due = Critique.objects.due(now).order_by("created_at").values_list("pk", flat=True)
    for critique_id in due[:SWEEP_LIMIT]:
        write_critique.delay(critique_id)


@shared_task(ignore_result=True)
def sweep_ungraded() -> None:
    """Find what no message brought: answers without a grade, tries that are due, dead workers' rows."""
    forgotten = Answer.objects.submitted().filter(grades__isnull=True).select_related("turn")
    ensure_grades(list(forgotten[:SWEEP_LIMIT]))
    if given_up := Grade.objects.give_up(timezone.now()):
        logger.error("grading given up", extra={"grades": given_up})
    due = Grade.objects.due(timezone.now()).order_by("created_at")
    for answer_id in due.values_list("answer_id", flat=True).distinct()[:SWEEP_LIMIT]:
        grade_answer.delay(answer_id)
    for turn_id in unread_turns(SWEEP_LIMIT):
        read_whiteboard.delay(turn_id)


@shared_task(ignore_result=True)
def answer_question(question_id: int) -> None:
    """Find the fact that a clarifying question asks for."""
    hear(question_id)


@shared_task(ignore_result=True)
def sweep_questions() -> None:
    """Find the questions that no message brought; a person waits for each of them."""
    waiting = ClarifyingQuestion.objects.waiting().order_by("id")
    for question_id in waiting.values_list("pk", flat=True)[:SWEEP_LIMIT]:
        answer_question.delay(question_id)


@shared_task(ignore_result=True)
def read_whiteboard(turn_id: int) -> None:
    """Read a whiteboard that was drawn on, or talked about, since it was last read."""
    with suppress(BackendError):
        read_board(turn_id)


@shared_task(ignore_result=True)
def sweep_ratings(hours: int | None = None) -> None:
    """Bring human grading up to date: scores that do not heed a person's word yet, and agreement.

    Looking at the last hours alone is quick; a slower sweep without them finds what was missed.
    """
    for answer in uncorrected()[:SWEEP_LIMIT]:
        correct(answer)
    now = timezone.now()
    since = now - timedelta(hours=hours) if hours else LONG_AGO
    questions = outdated(now, QUESTION_LIMIT, since=since)
    for question in questions:
        refresh_question(question, now)
    if questions:
        refresh_sums()


@worker_process_init.connect
def load_model(**_: Any) -> None:
    """Load the model before the first answer waits for it; a failure shows when grading needs it."""
    if settings.GRADING_PRELOAD:
        with suppress(BackendError):
            the_grader()


@worker_process_shutdown.connect
def end_model(**_: Any) -> None:
    """End the model's own process before this one ends, so that a stopped site leaves nothing behind."""
    if the_grader.cache_info().currsize:
        close = getattr(the_grader().encoder, "close", None)
        if close is not None:
            close()
