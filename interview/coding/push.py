"""Telling open pages that a run has moved on. News only: a lost message costs a polling interval."""

from __future__ import annotations

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis import RedisError

from interview.coding.models import CodeRun
from interview.practice.session import session_group

logger = logging.getLogger(__name__)


def run_changed(run: CodeRun) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    turn = run.answer.turn
    message = {"type": "report.changed", "position": turn.position}
    try:
        async_to_sync(layer.group_send)(session_group(turn.session_id), message)
    except (RedisError, OSError):
        logger.warning("push lost", extra={"run": run.pk})
