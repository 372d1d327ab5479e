"""Rooms to start from: one in the lobby, one under way, and the people at its table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from interview.accounts.models import Role, User
from interview.live.kinds import SeatKind
from interview.live.opening import add_seat, open_room
from interview.live.presence import ticket_name
from interview.live.room import Room
from interview.live.seat import Seat
from tests.factories import make_question, make_user


@pytest.fixture
def host(db: None) -> User:
    return make_user("host", role=Role.INTERVIEWER)


@pytest.fixture
def lobby(host: User) -> Room:
    """Two questions in the plan; nobody has come yet."""
    for key in ("L1", "L2"):
        make_question(key)
    return open_room(
        host, title="Mock", language="en", minutes=45, candidate="Minji", keys=["L1", "L2"],
        now=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def room(lobby: Room) -> Room:
    """The candidate is here, the interview has started, the first question is on the table."""
    candidate = lobby.candidate()
    candidate.take(name="", user=User.objects.create_guest(language="en"), now=timezone.now())
    lobby.start(timezone.now())
    lobby.questions.get(position=1).push(timezone.now())
    lobby.refresh_from_db()
    return lobby


def seat_of(room: Room, kind: SeatKind) -> Seat:
    seat = room.seats.standing().filter(kind=kind).first()
    if seat is None:
        seat = add_seat(room, kind, name=kind.value, now=timezone.now())
        user = make_user("co", role=Role.INTERVIEWER) if kind == SeatKind.CO else None
        seat.take(name="", user=user, now=timezone.now())
    return seat


def browser_of(seat: Seat) -> Client:
    """A browser in which this seat was taken."""
    client = Client()
    if seat.at_desk:
        client.force_login(seat.user)
    else:
        client.cookies[ticket_name(seat.room_id)] = seat.ticket()
    return client


LONG_AGO = timedelta(hours=3)
