"""Rooms that everybody has left: they end by themselves, and keep everything."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.db.models import Exists, OuterRef

from interview.live.event import RoomEvent
from interview.live.kinds import SeatKind
from interview.live.push import ask_to_store, tell
from interview.live.room import EndedBy, Room, RoomQuerySet, RoomState
from interview.live.seat import Seat

logger = logging.getLogger(__name__)

ABANDONED_AFTER = timedelta(minutes=30)
# how long changes that are on their way have to arrive before the room closes over them
SETTLE_SECONDS = 0.3


def let_arrive(rooms: Sequence[UUID]) -> None:
    """Have what every process holds of these rooms written down, before they end."""
    for room in rooms:
        ask_to_store(room)
    if rooms:
        time.sleep(SETTLE_SECONDS)


def abandoned(now: datetime) -> RoomQuerySet:
    """Return running rooms that nobody who takes part has been in for a while.

    Whoever closes their page is seen no more from that moment on: when it was, the events say.
    """
    long_ago = now - ABANDONED_AFTER
    somebody = Seat.objects.filter(room=OuterRef("pk"), last_seen_at__gte=long_ago).exclude(
        kind=SeatKind.OBSERVER
    )
    something = RoomEvent.objects.filter(room=OuterRef("pk"), at__gte=long_ago).exclude(
        seat__kind=SeatKind.OBSERVER
    )
    return Room.objects.filter(
        ~Exists(somebody), ~Exists(something), state=RoomState.LIVE, started_at__lt=long_ago
    )


def end_abandoned(now: datetime) -> int:
    """End each of them with what was written; one that cannot be ended keeps no other waiting."""
    ended = 0
    for room in abandoned(now):
        try:
            ended += room.end(by=EndedBy.SWEEP, now=now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("room could not be ended", extra={"room": str(room.pk)})
        else:
            tell(room.pk, "stage")
    return ended
