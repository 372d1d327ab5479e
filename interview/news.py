"""Saying to open pages that something changed: at once, or not at all. Whoever missed it looks by itself."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis import RedisError

logger = logging.getLogger(__name__)

# a broker that hangs, as while it restarts, must not keep the work waiting that the news is about
SAID_WITHIN = 1.0


async def send_within(group: str, message: dict[str, Any]) -> bool:
    """Give the group a message; False when the broker did not take it in time."""
    layer = get_channel_layer()
    if layer is None:
        return False
    try:
        await asyncio.wait_for(layer.group_send(group, message), SAID_WITHIN)
    except (RedisError, OSError, TimeoutError):
        return False
    return True


def say(group: str, message: dict[str, Any], **about: object) -> None:
    """Give the group a message; what it was about is logged if it was lost."""
    if not async_to_sync(send_within)(group, message):
        logger.warning("push lost", extra=about)
