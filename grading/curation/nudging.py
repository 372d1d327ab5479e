"""Sending a task after the commit; with the broker down the row waits for the sweep."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def nudge(task: Any, argument: Any) -> None:
    def send() -> None:
        try:
            task.delay(argument)
        except (OperationalError, OSError):
            logger.warning("nudge lost", extra={"task": task.name})

    transaction.on_commit(send, robust=True)
