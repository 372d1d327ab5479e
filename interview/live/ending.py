"""Rooms that everybody has left: they end by themselves, and keep everything."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.db.models import Exists, OuterRef

from interview.live.kinds import SeatKind
from interview.live.push import tell
from interview.live.room import EndedBy, Room, RoomQuerySet, RoomState
from interview.live.seat import Seat

logger = logging.getLogger(__name__)

ABANDONED_AFTER = timedelta(minutes=30)


def abandoned(now: datetime) -> RoomQuerySet:
    """Return running rooms that nobody who takes part has been in for a while."""
    long_ago = now - ABANDONED_AFTER
    somebody = Seat.objects.filter(room=OuterRef("pk"), last_seen_at__gte=long_ago).exclude(
        kind=SeatKind.OBSERVER
    )
    return Room.objects.filter(~Exists(somebody), state=RoomState.LIVE, started_at__lt=long_ago)


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
