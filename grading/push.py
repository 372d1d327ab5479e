"""Telling open pages that a report changed. News only: a lost message costs one polling interval."""

from __future__ import annotations

import logging
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis import RedisError

from interview.models import session_group

logger = logging.getLogger(__name__)


def report_changed(session_id: UUID, position: int) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    message = {"type": "report.changed", "position": position}
    try:
        async_to_sync(layer.group_send)(session_group(session_id), message)
    except (RedisError, OSError):
        logger.warning("push lost", extra={"session": str(session_id), "position": position})
