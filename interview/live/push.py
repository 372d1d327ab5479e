"""Telling a room's open pages that something changed. News only: a lost message costs a few seconds."""

from __future__ import annotations

import logging
from typing import Any, Literal
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis import RedisError

logger = logging.getLogger(__name__)

# All web processes listen to the one group; each passes on what is for rooms it has pages of.
GROUP = "live"
What = Literal["stage", "chat", "people", "run", "plan", "card", "end"]


def tell(room: UUID, what: What, *, seat: int | None = None) -> None:
    """Say *changed* to the room's pages, or only to those of one seat."""
    send(room, {"event": "changed", "what": what}, seat=seat)


def ask_to_store(room: UUID) -> None:
    """Ask every process to write down at once what it holds of the room's document."""
    send(room, {"event": "store"})


def show_out(room: UUID, seat: int) -> None:
    """Close a seat's sockets: its link was taken back."""
    send(room, {"event": "close"}, seat=seat)


def send(room: UUID, frame: dict[str, Any], *, seat: int | None = None) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    item = {"room": str(room), "frame": frame, "seat": seat}
    message = {"type": "live.relay", "sender": "", "items": [item]}
    try:
        async_to_sync(layer.group_send)(GROUP, message)
    except (RedisError, OSError):
        logger.warning("push lost", extra={"room": str(room)})
