"""The nudges: what the interview side says happened becomes a task, after the commit."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from kombu.exceptions import OperationalError

from grading.tasks import grade_answer
from interview.signals import answer_submitted

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
