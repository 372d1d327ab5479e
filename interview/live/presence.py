"""Who is in the room: rows say when a seat was last heard of, for every web process to read."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from interview.accounts.models import User
from interview.live.event import RoomEvent
from interview.live.kinds import DESK
from interview.live.push import What, tell
from interview.live.room import Room
from interview.live.seat import Seat


class Heartbeat(TypedDict):
    """What a page is told each time it asks: the server's time, and how far rows have come."""

    event: str
    now_ms: int
    stored: int
    version: int


def ticket_name(room: UUID) -> str:
    """Return the name of the cookie that holds a seat in this room."""
    return f"seat-{room.hex}"


def find_seat(room: UUID, *, desk: bool, user: object, cookies: dict[str, str]) -> Seat | None:
    """Return the seat this browser has in the room: by login at the desk, by cookie elsewhere."""
    if desk:
        if not isinstance(user, User):
            return None
        seats = Seat.objects.at_desk_of(user).select_related("room__session", "room__host")
        return seats.filter(room=room).first()
    seat = Seat.objects.holding(cookies.get(ticket_name(room), ""), room)
    return None if seat is None or seat.at_desk else seat


def come_in(seat: Seat, now: datetime) -> None:
    """Note that a page of this seat is open, and tell the others if it is the first."""
    was_here = seat.is_present(now)
    Seat.objects.filter(pk=seat.pk).update(last_seen_at=now)
    if not was_here:
        RoomEvent.objects.create(room_id=seat.room_id, kind="joined", seat=seat, at=now)
        tell(seat.room_id, "people")


def go_away(seat: Seat, now: datetime) -> None:
    """Note that the last page of this seat here has gone; one elsewhere says so soon enough."""
    if Seat.objects.filter(pk=seat.pk, last_seen_at__isnull=False).update(last_seen_at=None):
        if Room.objects.filter(pk=seat.room_id).exists():
            RoomEvent.objects.create(room_id=seat.room_id, kind="left", seat=seat, at=now)
        tell(seat.room_id, "people")


def tell_desk(room: UUID, what: What) -> None:
    """Say *changed* to the interviewers' pages, and to no other."""
    for seat in (
        Seat.objects.standing().filter(room=room, kind__in=DESK).values_list("pk", flat=True)
    ):
        tell(room, what, seat=seat)


def beat(seat: Seat) -> Heartbeat | None:
    """Note that this seat is still here; None when it is not to be here any more."""
    now = timezone.now()
    if not Seat.objects.standing().filter(pk=seat.pk, secret=seat.secret).update(last_seen_at=now):
        return None
    stored, version = Room.objects.values_list("stored", "version").get(pk=seat.room_id)
    return {
        "event": "pong",
        "now_ms": int(now.timestamp() * 1000),
        "stored": stored,
        "version": version,
    }


def may_call(seat: Seat) -> bool:
    return bool(settings.LIVE_ICE_SERVERS) and seat.writes
