"""Links and seats: one person, once, for a while; and a word for everybody who may not come in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from interview.accounts.models import User
from interview.live.kinds import SeatKind
from interview.live.opening import add_seat
from interview.live.presence import ticket_name
from interview.live.room import Room
from interview.live.seat import Seat
from tests.factories import make_user
from tests.interview.live.conftest import browser_of, seat_of

pytestmark = pytest.mark.django_db


def join(client: Client, seat: Seat, **data: str):
    return client.post(reverse("live-join", args=[seat.token()]), data)


def test_it_lets_the_candidate_in_without_an_account(lobby: Room, anonymous: Client) -> None:
    seat = lobby.candidate()
    page = anonymous.get(reverse("live-join", args=[seat.token()]))
    assert "invites you" in page.content.decode()
    assert not Seat.objects.get(pk=seat.pk).taken_at, "looking at a link takes no seat"
    reply = join(anonymous, seat, name="Minji Kim")
    assert reply.status_code == 302
    cookie = reply.cookies[ticket_name(lobby.pk)]
    assert cookie["httponly"]
    seat.refresh_from_db()
    assert (seat.name, seat.user.is_guest) == ("Minji Kim", True)
    assert anonymous.get(reverse("live-room", args=[lobby.pk])).status_code == 200


def test_it_brings_the_same_browser_back(lobby: Room, anonymous: Client) -> None:
    seat = lobby.candidate()
    join(anonymous, seat)
    again = anonymous.get(reverse("live-join", args=[seat.token()]))
    assert again.status_code == 302


def test_it_refuses_a_replayed_link_in_words(lobby: Room, anonymous: Client) -> None:
    seat = lobby.candidate()
    join(anonymous, seat)
    other = Client()
    for reply in (other.get(reverse("live-join", args=[seat.token()])), join(other, seat)):
        assert reply.status_code == 410
        assert "used already" in reply.content.decode()
    assert other.get(reverse("live-room", args=[lobby.pk])).status_code == 404


def test_it_refuses_forged_late_and_withdrawn_links_in_words(lobby: Room) -> None:
    seat = lobby.candidate()
    token = seat.token()
    client = Client()
    forged = client.get(reverse("live-join", args=[token[:-2] + "xx"]))
    assert (forged.status_code, "not valid" in forged.content.decode()) == (404, True)
    Seat.objects.filter(pk=seat.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    late = client.get(reverse("live-join", args=[token]))
    assert (late.status_code, "too old" in late.content.decode()) == (410, True)
    seat.renew(expires_at=timezone.now() + timedelta(hours=1))
    old = client.get(reverse("live-join", args=[token]))
    assert (old.status_code, "taken back" in old.content.decode()) == (410, True)
    seat.revoke(timezone.now())
    gone = client.get(reverse("live-join", args=[seat.token()]))
    assert "taken back" in gone.content.decode()


def test_it_shows_the_holder_of_a_withdrawn_seat_out(room: Room) -> None:
    seat = seat_of(room, SeatKind.OBSERVER)
    browser = browser_of(seat)
    url = reverse("live-stage", args=[room.pk])
    assert browser.get(url).status_code == 200
    seat.revoke(timezone.now())
    assert browser.get(url).status_code == 404


def test_it_takes_no_ticket_of_another_room(room: Room, host: User) -> None:
    seat = seat_of(room, SeatKind.CANDIDATE)
    other = Room.objects.create(host=host, title="Other", language="en")
    client = Client()
    client.cookies[ticket_name(other.pk)] = seat.ticket()
    assert client.get(reverse("live-room", args=[other.pk])).status_code == 404
    client.cookies[ticket_name(room.pk)] = seat.ticket()[:-3] + "abc"
    assert client.get(reverse("live-room", args=[room.pk])).status_code == 404


def test_it_asks_a_co_interviewer_to_sign_in(lobby: Room) -> None:
    seat = add_seat(lobby, SeatKind.CO, name="Cho", now=timezone.now())
    assert "/accounts/login/" in Client().get(reverse("live-join", args=[seat.token()]))["Location"]
    cho = make_user("cho")
    client = Client()
    client.force_login(cho)
    assert join(client, seat)["Location"] == reverse("live-desk", args=[lobby.pk])
    assert client.get(reverse("live-desk", args=[lobby.pk])).status_code == 200


def test_it_keeps_the_host_from_sitting_on_both_sides(lobby: Room, host: User) -> None:
    client = Client()
    client.force_login(host)
    reply = join(client, lobby.candidate())
    assert (reply.status_code, "another browser" in reply.content.decode()) == (409, True)


def test_it_throttles_joining(lobby: Room, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"join_room": "2/m/ip"}
    client = Client()
    url = reverse("live-join", args=["x"])
    assert [client.post(url).status_code for _ in range(3)] == [404, 404, 429]


def test_it_gives_the_report_to_whoever_signs_up_later(room: Room) -> None:
    guest = room.session.user
    assert guest.is_guest
    guest.keep_guest_work(email="minji@example.org")
    room.refresh_from_db()
    assert room.session.user.email == "minji@example.org"


def test_it_writes_an_appointment_every_calendar_reads(lobby: Room) -> None:
    when = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
    Room.objects.filter(pk=lobby.pk).update(scheduled_at=when, time_zone="Asia/Seoul")
    token = lobby.candidate().token()
    reply = Client().get(reverse("live-calendar", args=[token]))
    event = Calendar.from_ical(reply.content).walk("VEVENT")[0]
    assert event.decoded("dtstart") == when
    assert event.decoded("duration") == timedelta(minutes=45)
    assert token in str(event["url"])


@pytest.mark.parametrize("day", ["2020-01-01", "", "2030-01-01"])
def test_it_opens_a_room_by_the_clock_of_the_place(host: User, day: str) -> None:
    client = Client()
    client.force_login(host)
    data = {"title": "Mock", "minutes": "45", "language": "en", "date": day, "time": "09:30"}
    reply = client.post(reverse("live-new"), data | {"time_zone": "Asia/Seoul"})
    if day != "2030-01-01":
        assert reply.status_code == 422
        assert not Room.objects.exists()
        return
    room = Room.objects.get()
    assert room.scheduled_at.isoformat() == "2030-01-01T00:30:00+00:00"
    assert room.seats.get(kind=SeatKind.CANDIDATE).expires_at > room.scheduled_at


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://meet.example.org/x", "https://a:b@meet.example.org/"]
)
def test_it_takes_meeting_links_over_https_only(lobby: Room, host: User, url: str) -> None:
    client = Client()
    client.force_login(host)
    client.post(reverse("desk-meeting", args=[lobby.pk]), {"meeting_url": url})
    lobby.refresh_from_db()
    assert lobby.meeting_url == ""


def test_it_opens_rooms_for_interviewers_only(client: Client) -> None:
    assert client.get(reverse("live-new")).status_code == 404
    assert client.get(reverse("live-rooms")).status_code == 404
    assert settings.LIVE_ICE_SERVERS == []
