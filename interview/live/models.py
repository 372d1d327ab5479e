"""The façade over the room's rows."""

from interview.live.event import ChatMessage, EventKind, RoomEvent
from interview.live.kinds import DESK, WRITERS, SeatKind
from interview.live.question import RoomQuestion
from interview.live.room import EndedBy, Room, RoomState
from interview.live.scorecard import (
    Marker,
    Recommendation,
    Scorecard,
    SkillLevel,
    StaleCard,
    Tick,
    TickState,
)
from interview.live.seat import Seat
from interview.live.update import DocumentSnapshot, DocumentUpdate

__all__ = [
    "DESK",
    "WRITERS",
    "ChatMessage",
    "DocumentSnapshot",
    "DocumentUpdate",
    "EndedBy",
    "EventKind",
    "Marker",
    "Recommendation",
    "Room",
    "RoomEvent",
    "RoomQuestion",
    "RoomState",
    "Scorecard",
    "Seat",
    "SeatKind",
    "SkillLevel",
    "StaleCard",
    "Tick",
    "TickState",
]
