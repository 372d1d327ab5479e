"""An interviewer's account goes for good: their rooms stay whole, and nobody waits for them."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import partial

from django.db import transaction

from interview.accounts.models import User
from interview.live.ending import let_arrive
from interview.live.push import tell
from interview.live.room import EndedBy, Room, RoomState
from interview.live.scorecard import Scorecard
from interview.live.seat import Seat
from interview.practice.session import Session


def leave_rooms(user: User, now: datetime) -> None:
    """End what this person leads and open its reports, for nobody else would ever do either."""
    led = Room.objects.filter(host=user)
    running = list(led.filter(state=RoomState.LIVE))
    let_arrive([room.pk for room in running])
    for room in running:
        room.end(by=EndedBy.INTERVIEWER, now=now)
        transaction.on_commit(partial(tell, room.pk, "end"), robust=True)
    led.filter(state=RoomState.LOBBY).delete()
    Session.objects.filter(room__host=user).update(sealed=False)
    give_up_seats(user)


def give_up_seats(user: User) -> None:
    """Leave the desks: without a name, with no page let in, and with no card that others wait for."""
    seats = Seat.objects.filter(user=user)
    Scorecard.objects.filter(seat__in=seats, submitted_at__isnull=True).delete()
    for seat in seats:
        Seat.objects.filter(pk=seat.pk).update(name="", secret=uuid.uuid4(), last_seen_at=None)
