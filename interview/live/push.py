"""Telling a room's open pages that something changed. News only: a lost message costs a few seconds."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from interview.news import say

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
    item = {"room": str(room), "frame": frame, "seat": seat}
    say(GROUP, {"type": "live.relay", "sender": "", "items": [item]}, room=str(room))
