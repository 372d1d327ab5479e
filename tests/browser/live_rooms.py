"""Rooms in each of their states, and every page of theirs as the people in them see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pycrdt import Doc, Text

from grading.tasks import grade_answer
from interview.accounts.models import Role, User
from interview.live.event import ChatMessage
from interview.live.kinds import SeatKind
from interview.live.models import EndedBy, Marker, Room, RoomQuestion, Scorecard, Seat, Tick
from interview.live.opening import add_seat, open_room
from interview.live.presence import ticket_name
from interview.live.storing import Change, store_changes
from interview.practice.answer import Answer
from tests.factories import make_case, make_question, make_user

SLOWLY = 30_000
BOARD = ".excalidraw canvas"


@dataclass(frozen=True)
class Visit:
    """One page, the seat that opens it, and what stands there once its scripts have done their work."""

    name: str
    path: str
    seat: Seat | None
    shows: str = "main"


def make_host(language: str) -> User:
    return make_user("hana", role=Role.INTERVIEWER, language=language)


def open_with(host: User, title: str, keys: list[str], **more: Any) -> tuple[Room, Seat, Seat]:
    """Return a room with its candidate and an observer in it."""
    now = timezone.now()
    language = host.language
    room = open_room(
        host, title=title, language=language, minutes=60, candidate="Minji", keys=keys, now=now,
        **more,
    )  # fmt: skip
    observer = add_seat(room, SeatKind.OBSERVER, name="Olga", now=now)
    candidate = Seat.objects.get(room=room, kind=SeatKind.CANDIDATE)
    candidate.take(name="", user=User.objects.create_guest(language=language), now=now)
    observer.take(name="", user=None, now=now)
    return room, candidate, observer


def on_table(room: Room) -> RoomQuestion:
    return room.questions.get(pk=room.current_id or 0)


def write(room: Room, seat: Seat, text: str) -> None:
    doc: Doc[Any] = Doc()
    question = on_table(room)
    doc.get(question.text_name, type=Text).insert(0, text)
    store_changes({room.pk: [Change(seat.pk, doc.get_update(), timezone.now())]})


def begin(room: Room) -> None:
    room.start(timezone.now())
    first = room.questions.first()
    assert first is not None
    first.push(timezone.now())
    room.refresh_from_db()


def judge(room: Room) -> Scorecard:
    card = Scorecard.objects.get(room=room)
    question = on_table(room)
    now = timezone.now()
    for point, state in zip(question.version.points.all(), ("said", "partly"), strict=False):
        Tick.objects.create(
            scorecard=card, question=question, point=point, state=state, words="so", at=now
        )
    Marker.objects.create(scorecard=card, at=now, text="a good example")
    return card


def rooms_of(host: User) -> list[Visit]:
    """Make a room in the lobby, one under way with a case, one that is over; return their pages."""
    make_case()
    make_question("L1")
    tomorrow = timezone.now() + timedelta(days=1)
    waiting, early, watcher = open_with(
        host, "Mock on Friday", ["B1", "L1"], scheduled_at=tomorrow, time_zone="Asia/Seoul"
    )
    invited = add_seat(waiting, SeatKind.OBSERVER, name="Sora", now=timezone.now())

    running, candidate, observer = open_with(host, "Mock under way", ["B1", "L1"])
    begin(running)
    on_table(running).show_hint(0, timezone.now())
    write(running, candidate, "Ten million people look at it each day. ")
    judge(running)
    ChatMessage.objects.create(room=running, seat=candidate, text="May I draw?")

    over, guest, _ = open_with(host, "Mock of last week", ["L1"])
    begin(over)
    write(over, guest, "data-1 is what one says first. " * 12)
    judge(over)
    over.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    for answer in Answer.objects.submitted().filter(turn__session=over.session_id):
        grade_answer(answer.pk)
    Scorecard.objects.filter(room=over).update(
        recommendation="hire", evidence="Said it at once.", notes="calm",
        levels={"knowledge": "good"}, submitted_at=timezone.now(),
    )  # fmt: skip
    lead = Seat.objects.get(room=running, kind=SeatKind.HOST)
    return [
        Visit("rooms", reverse("live-rooms"), lead),
        Visit("new", reverse("live-new"), lead, "#pick-add"),
        Visit("desk-lobby", reverse("live-desk", args=[waiting.pk]), lead),
        Visit("desk", reverse("live-desk", args=[running.pk]), lead, BOARD),
        Visit("desk-over", reverse("live-desk", args=[over.pk]), lead),
        Visit("playback", reverse("desk-playback", args=[over.pk]), lead, "#player"),
        Visit("compare", reverse("live-compare", args=[over.pk]), lead),
        Visit("agreement", reverse("live-agreement"), lead),
        Visit("join", reverse("live-join", args=[invited.token()]), None),
        Visit("no-entry", reverse("live-join", args=["no-such-link"]), None),
        Visit("lobby", reverse("live-room", args=[waiting.pk]), early),
        Visit("lobby-observer", reverse("live-room", args=[waiting.pk]), watcher),
        Visit("candidate", reverse("live-room", args=[running.pk]), candidate, BOARD),
        Visit("observer", reverse("live-room", args=[running.pk]), observer, BOARD),
        Visit("over", reverse("live-room", args=[over.pk]), guest),
    ]


def visit(page: Page, one: Visit, origin: str) -> None:
    """Open the page with the seat's cookie, and wait until it is complete."""
    if one.seat is not None and not one.seat.at_desk:
        name, ticket = ticket_name(one.seat.room_id), one.seat.ticket()
        page.context.add_cookies([{"name": name, "value": ticket, "url": origin}])
    page.goto(one.path)
    expect(page.locator(one.shows).first).to_be_visible(timeout=SLOWLY)
    if one.shows == BOARD:
        expect(page.locator("[data-clock=whole]")).not_to_be_empty(timeout=SLOWLY)
        expect(page.locator("#live-state")).not_to_be_empty(timeout=SLOWLY)
