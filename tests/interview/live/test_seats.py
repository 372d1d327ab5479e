"""Links and seats: one person, once, for a while; and a word for everybody who may not come in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from interview.accounts.models import User
from interview.live.kinds import SeatKind
from interview.live.opening import add_seat
from interview.live.presence import ticket_name
from interview.live.room import EndedBy, Room
from interview.live.scorecard import Scorecard
from interview.live.seat import Seat
from interview.practice.session import Session
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


def test_it_moves_an_appointment_in_the_calendars_that_have_it(lobby: Room) -> None:
    host = browser_of(seat_of(lobby, SeatKind.HOST))
    url, candidate = reverse("desk-schedule", args=[lobby.pk]), lobby.candidate()
    calendar = reverse("live-calendar", args=[candidate.token()])
    known = 0
    for day in ("2031-05-01", "2031-06-01"):
        data = {"date": day, "time": "09:30", "time_zone": "Asia/Seoul"}
        assert host.post(url, data).status_code == 302
        whole = Calendar.from_ical(Client().get(calendar).content)
        event = whole.walk("VEVENT")[0]
        assert event.decoded("dtstart").isoformat() == f"{day}T00:30:00+00:00"
        assert (whole["method"], str(event["uid"])) == ("PUBLISH", f"{lobby.pk}@rehearsal")
        assert event.decoded("sequence") > known
        known = event.decoded("sequence")
    candidate.refresh_from_db()
    assert candidate.expires_at.isoformat() > "2031-06-01"
    page = host.get(reverse("live-desk", args=[lobby.pk])).content.decode()
    assert 'value="2031-06-01"' in page
    assert 'value="09:30"' in page


def test_it_says_what_is_wrong_with_an_appointment_and_keeps_what_was_typed(lobby: Room) -> None:
    host = browser_of(seat_of(lobby, SeatKind.HOST))
    url = reverse("desk-schedule", args=[lobby.pk])
    reply = host.post(url, {"date": "2031-05-01", "time": "", "time_zone": "Asia/Seoul"})
    page = reply.content.decode()
    assert (reply.status_code, "both the day and the time" in page) == (422, True)
    assert 'value="2031-05-01"' in page
    co = browser_of(seat_of(lobby, SeatKind.CO))
    assert co.post(url, {"date": "", "time": ""}).status_code == 404
    lobby.refresh_from_db()
    assert lobby.scheduled_at is None


def test_it_lets_nobody_in_after_the_end(room: Room) -> None:
    seat = add_seat(room, SeatKind.CO, name="Cho", now=timezone.now())
    room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    client = Client()
    client.force_login(make_user("cho"))
    reply = join(client, seat)
    assert (reply.status_code, "is over" in reply.content.decode()) == (410, True)
    assert not Scorecard.objects.filter(seat=seat).exists()


def on_another_device(room: Room, client: Client) -> Seat:
    seat: Seat = room.candidate()
    seat.renew(expires_at=timezone.now() + timedelta(hours=1))
    join(client, seat)
    seat.refresh_from_db()
    return seat


def test_it_brings_the_answers_along_to_another_device(room: Room, anonymous: Client) -> None:
    first = room.session.user
    seat = on_another_device(room, anonymous)
    session = Session.objects.get()
    assert session.user == seat.user != first
    assert browser_of(seat).get(reverse("live-room", args=[room.pk])).status_code == 200
    room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    report = reverse("report", args=[session.pk])
    assert report in anonymous.get(reverse("live-room", args=[room.pk])).content.decode()
    assert anonymous.get(report).status_code == 200


def test_it_leaves_the_answers_with_the_account_they_belong_to(
    room: Room, anonymous: Client
) -> None:
    room.session.user.keep_guest_work(email="minji@example.org")
    on_another_device(room, anonymous)
    assert Session.objects.get().user.email == "minji@example.org"
    room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    page = anonymous.get(reverse("live-room", args=[room.pk]))
    assert "is over" in page.content.decode()
    assert reverse("report", args=[room.session_id]) not in page.content.decode()


def test_it_lets_somebody_with_an_account_in_on_another_device(room: Room) -> None:
    account = make_user("minji")
    Session.objects.update(user=account)
    Seat.objects.filter(kind=SeatKind.CANDIDATE).update(user=account)
    phone = Client()
    phone.force_login(account)
    on_another_device(room, phone)
    assert phone.get(reverse("live-room", args=[room.pk])).status_code == 200
    assert Session.objects.get().user == account


def test_it_shows_an_interviewer_out_who_gets_a_new_link(room: Room) -> None:
    seat = seat_of(room, SeatKind.CO)
    card = Scorecard.objects.create(room=room, seat=seat, notes="a private thought")
    browser, other = browser_of(seat), Client()
    pages = [reverse(n, args=[room.pk]) for n in ("live-desk", "desk-recording", "live-compare")]
    assert [browser.get(page).status_code for page in pages] == [200, 200, 200]
    seat.renew(expires_at=timezone.now() + timedelta(hours=1))
    assert [browser.get(page).status_code for page in pages] == [404, 404, 404]
    other.force_login(make_user("stranger"))
    reply = join(other, seat)
    assert (reply.status_code, "another interviewer" in reply.content.decode()) == (409, True)
    assert join(browser, seat).status_code == 302
    assert browser.get(pages[0]).status_code == 200
    assert seat.scorecard == card


def test_it_keeps_the_seat_of_a_guest_who_signs_in(room: Room, anonymous: Client) -> None:
    seat = on_another_device(room, anonymous)
    account = make_user("minji")
    account.set_password("long enough, 7 words")
    account.save()
    EmailAddress.objects.get_or_create(
        user=account, email=account.email, defaults={"verified": True, "primary": True}
    )
    data = {"login": account.email, "password": "long enough, 7 words"}
    anonymous.post(reverse("account_login"), data)
    assert Session.objects.get().user == account
    assert anonymous.get(reverse("live-room", args=[room.pk])).status_code == 200
    seat.refresh_from_db()
    assert (seat.user, seat.name) == (account, "Minji")


def test_it_takes_names_that_are_no_text(lobby: Room, anonymous: Client) -> None:
    assert join(anonymous, lobby.candidate(), name="Min\x00ji").status_code == 302
    host = browser_of(seat_of(lobby, SeatKind.HOST))
    for name, data in (
        ("desk-seats", {"kind": "observer", "name": "a\x00b"}),
        ("desk-meeting", {"meeting_url": "https://meet.example.org/\x00"}),
        ("desk-meeting", {"meeting_url": "https://meet.example.org/" + "x" * 600}),
        ("desk-add", {"keys": "L\x001"}),
        ("desk-extend", {"minutes": "9" * 5000}),
    ):
        assert host.post(reverse(name, args=[lobby.pk]), data).status_code == 302, name
    lobby.refresh_from_db()
    assert (lobby.meeting_url, lobby.candidate().name) == ("", "Minji")
