"""Rooms that nobody is in any more end by themselves, and no other room does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from interview.live.ending import ABANDONED_AFTER, end_abandoned
from interview.live.kinds import SeatKind
from interview.live.models import EndedBy, Room
from interview.live.presence import come_in, go_away
from interview.live.seat import Seat
from tests.interview.live.conftest import seat_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def late(room: Room) -> Room:
    """Forty minutes in; both have been there all the time."""
    began = timezone.now() - 40 * MINUTE
    Room.objects.update(started_at=began)
    room.events.update(at=began)
    for kind in (SeatKind.HOST, SeatKind.CANDIDATE):
        come_in(seat_of(room, kind), began)
        Seat.objects.filter(pk=seat_of(room, kind).pk).update(last_seen_at=timezone.now())
    return room


def leave(room: Room, *kinds: SeatKind) -> None:
    for kind in kinds:
        go_away(seat_of(room, kind), timezone.now())


def test_it_waits_for_whoever_left_a_moment_ago(late: Room) -> None:
    """Both laptops are shut for lunch, or the web server restarts: that ends no interview."""
    leave(late, SeatKind.HOST, SeatKind.CANDIDATE)
    assert end_abandoned(timezone.now()) == 0
    assert end_abandoned(timezone.now() + ABANDONED_AFTER - MINUTE) == 0
    assert Room.objects.get().is_live


def test_it_ends_half_an_hour_after_the_last_one_left(late: Room) -> None:
    leave(late, SeatKind.HOST, SeatKind.CANDIDATE)
    assert end_abandoned(timezone.now() + ABANDONED_AFTER + MINUTE) == 1
    assert Room.objects.get().ended_by == EndedBy.SWEEP


def test_it_counts_no_observer_as_somebody_who_is_there(late: Room) -> None:
    leave(late, SeatKind.HOST, SeatKind.CANDIDATE)
    later = timezone.now() + ABANDONED_AFTER + MINUTE
    come_in(seat_of(late, SeatKind.OBSERVER), later)
    assert end_abandoned(later) == 1


def test_it_lets_a_room_be_while_one_of_them_is_there(late: Room) -> None:
    leave(late, SeatKind.CANDIDATE)
    later = timezone.now() + ABANDONED_AFTER + MINUTE
    Seat.objects.filter(kind=SeatKind.HOST).update(last_seen_at=later)
    assert end_abandoned(later) == 0
