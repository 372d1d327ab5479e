"""Whoever led a room deletes their account, or the room: its candidate keeps answers and report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pycrdt import Doc, Text

from interview.accounts.models import User
from interview.live.kinds import SeatKind
from interview.live.models import EndedBy, Room, RoomState, Scorecard
from interview.live.storing import Change, store_changes
from interview.practice.answer import Answer
from interview.practice.session import Session
from tests.interview.live.conftest import browser_of, seat_of

pytestmark = pytest.mark.django_db


def delete_account(user: User) -> None:
    client = Client()
    client.force_login(user)
    client.post(reverse("profile-delete"), {"confirm": "delete"})
    assert not User.objects.filter(pk=user.pk).exists()


def candidates_page(session: Session, name: str, *args: object) -> str:
    client = Client()
    client.force_login(session.user)
    reply = client.get(reverse(name, args=[session.pk, *args]))
    assert reply.status_code == 200
    return reply.content.decode()


def test_it_ends_the_room_under_way_and_keeps_everything(room: Room, host: User) -> None:
    delete_account(host)
    room.refresh_from_db()
    assert (room.state, room.host, room.events.last().kind) == (RoomState.ENDED, None, "ended")
    session = room.session
    assert (session.is_finished, session.sealed, session.tells) == (True, False, True)
    assert not Answer.objects.filter(turn__session=session, state="open").exists()
    candidates_page(session, "report")
    candidate = browser_of(seat_of(room, SeatKind.CANDIDATE))
    assert candidate.get(reverse("live-room", args=[room.pk])).status_code == 200
    assert room.seats.get(kind=SeatKind.HOST).name == ""


def test_it_opens_the_report_of_a_room_that_was_over(room: Room, host: User) -> None:
    room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    room.session.refresh_from_db()
    assert room.session.sealed
    delete_account(host)
    room.session.refresh_from_db()
    assert room.session.tells
    candidates_page(room.session, "report")
    candidates_page(room.session, "report-turn", 1)


def test_it_leaves_the_other_interviewer_their_room(room: Room, host: User) -> None:
    co = seat_of(room, SeatKind.CO)
    own = Scorecard.objects.create(room=room, seat=co)
    delete_account(host)
    assert list(Scorecard.objects.all()) == [own], "nobody waits for a card that cannot come"
    browser = browser_of(co)
    for name in ("live-desk", "desk-playback", "desk-recording", "live-compare"):
        assert browser.get(reverse(name, args=[room.pk])).status_code == 200, name
    assert "Mock" in browser.get(reverse("live-rooms")).content.decode()


def test_it_keeps_a_card_that_was_handed_in(room: Room, host: User) -> None:
    room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    Scorecard.objects.filter(seat__kind="host").update(submitted_at=timezone.now())
    delete_account(host)
    assert Scorecard.objects.get().seat.shown_name() == "Interviewer"


def test_it_drops_a_room_that_had_not_started(lobby: Room, host: User, client: Client) -> None:
    link = reverse("live-join", args=[lobby.candidate().token()])
    delete_account(host)
    assert not Room.objects.exists()
    assert client.get(link).status_code == 410


def test_it_lets_nobody_new_into_a_room_without_a_leader(room: Room, host: User) -> None:
    delete_account(host)
    seat = room.candidate()
    seat.renew(expires_at=timezone.now() + timedelta(hours=1))
    reply = Client().get(reverse("live-join", args=[seat.token()]))
    assert (reply.status_code, "This room is gone." in reply.content.decode()) == (410, True)


def test_it_goes_on_without_a_second_interviewer(room: Room) -> None:
    co = seat_of(room, SeatKind.CO)
    delete_account(co.user)
    room.refresh_from_db()
    assert room.is_live
    host = browser_of(seat_of(room, SeatKind.HOST))
    assert host.get(reverse("live-desk", args=[room.pk])).status_code == 200


def test_it_opens_the_report_when_the_room_is_deleted(room: Room) -> None:
    room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    session = room.session
    browser = browser_of(seat_of(room, SeatKind.HOST))
    browser.post(reverse("desk-delete", args=[room.pk]), {"confirm": "delete"})
    assert not Room.objects.exists()
    session.refresh_from_db()
    assert session.tells
    candidates_page(session, "report")
    candidates_page(session, "report-turn", 1)


def press_delete(room: Room) -> None:
    admin = Client()
    admin.force_login(User.objects.create_superuser("root@example.com"))
    url = reverse("admin:interview_room_delete", args=[room.pk])
    assert admin.get(url).status_code == 200
    assert admin.post(url, {"post": "yes"}).status_code == 302


def choose_delete(room: Room) -> None:
    admin = Client()
    admin.force_login(User.objects.create_superuser("root@example.com"))
    chosen = {"action": "delete_selected", "_selected_action": [str(room.pk)], "post": "yes"}
    assert admin.post(reverse("admin:interview_room_changelist"), chosen).status_code == 302


@pytest.mark.parametrize("delete", [press_delete, choose_delete, Room.delete])
def test_it_hands_in_what_was_written_when_a_room_under_way_is_deleted(
    room: Room, delete: Callable[[Room], object]
) -> None:
    doc: Doc[Any] = Doc()
    doc.get(room.current.text_name, type=Text).insert(0, "Half an answer.")
    seat = room.candidate()
    store_changes({room.pk: [Change(seat.pk, doc.get_update(), timezone.now())]})
    session = room.session
    delete(room)
    assert not Room.objects.exists()
    session.refresh_from_db()
    assert (session.is_finished, session.tells) == (True, True)
    assert Answer.objects.get().text == "Half an answer."
    candidates_page(session, "report")


def test_it_takes_a_room_under_way_along_with_its_candidates_rows(room: Room) -> None:
    room.session.delete()
    assert not Room.objects.exists()
    assert not Answer.objects.exists()


def test_it_shows_rooms_to_administrators_only(room: Room, host: User, outsider: Client) -> None:
    url = reverse("admin:interview_room_changelist")
    for browser in (outsider, browser_of(seat_of(room, SeatKind.HOST))):
        assert browser.get(url).status_code == 302
    admin = Client()
    admin.force_login(User.objects.create_superuser("root@example.com"))
    assert str(room.pk) in admin.get(url).content.decode()
    page = admin.get(reverse("admin:interview_room_change", args=[room.pk])).content.decode()
    assert room.title not in page
