"""The room's socket: who may open it, what it lets through, and that nothing of the desk comes over it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pycrdt import Doc, Text

from interview import news
from interview.live import consumers, frames, hub, relay
from interview.live.frames import ASK, CHANGE, LATE, BadFrame, read_frame
from interview.live.kinds import SeatKind
from interview.live.models import DocumentUpdate, Room, Seat
from interview.live.presence import ticket_name
from interview.live.push import show_out, tell
from interview.live.storing import store_changes
from interview.urls import websocket_urlpatterns
from tests.factories import make_question
from tests.interview.live.conftest import browser_of, seat_of

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 5
Join = Callable[[Seat], Awaitable["Line"]]


class Line(WebsocketCommunicator):  # type: ignore[misc]
    """One page's end of the socket; what it hears is kept, so that tests can look at all of it."""

    def __init__(self, seat: Seat) -> None:
        path = f"/ws/live/{seat.room_id}/" + ("desk/" if seat.at_desk else "")
        super().__init__(URLRouter(websocket_urlpatterns), path)
        self.scope["user"] = seat.user if seat.at_desk else AnonymousUser()
        self.scope["cookies"] = {} if seat.at_desk else {ticket_name(seat.room_id): seat.ticket()}
        self.heard: list[dict[str, Any] | bytes] = []
        self.closed: int | None = None

    async def listen(self, until: Callable[[dict[str, Any] | bytes], bool]) -> Any:
        """Return the first frame, heard before or from now on, that is looked for."""
        for frame in self.heard:
            if until(frame):
                return frame
        while True:
            output = await self.receive_output(timeout=WAIT)
            if output["type"] == "websocket.close":
                self.closed = output["code"]
                return None
            text = output.get("text")
            frame = json.loads(text) if text is not None else output["bytes"]
            self.heard.append(frame)
            if until(frame):
                return frame

    async def event(self, name: str) -> Any:
        return await self.listen(lambda frame: isinstance(frame, dict) and frame["event"] == name)

    async def change(self) -> bytes:
        found = await self.listen(
            lambda f: isinstance(f, bytes) and f[0] == CHANGE and f[1:] != b"\x00\x00"
        )
        return bytes(found[1:])

    async def write(self, update: bytes, kind: int = CHANGE) -> None:
        await self.send_to(bytes_data=bytes([kind]) + update)


def words(room: Room, text: str) -> bytes:
    doc: Doc[Any] = Doc()
    doc.get(f"text:{room.current_id}", type=Text).insert(0, text)
    return doc.get_update()


@pytest.fixture
async def join(room: Room) -> AsyncIterator[Join]:
    lines: list[Line] = []

    async def sit(seat: Seat) -> Line:
        line = Line(seat)
        lines.append(line)
        assert (await line.connect())[0]
        await line.event("hello")
        return line

    yield sit
    for line in lines:
        await line.disconnect()


@sync_to_async
def seat(room: Room, kind: SeatKind) -> Seat:
    return Seat.objects.select_related("user", "room").get(pk=seat_of(room, kind).pk)


async def test_it_passes_words_on_and_writes_them_down(room: Room, join: Join) -> None:
    candidate = await join(await seat(room, SeatKind.CANDIDATE))
    desk = await join(await seat(room, SeatKind.HOST))
    observer = await join(await seat(room, SeatKind.OBSERVER))
    update = words(room, "Bagging")
    await candidate.write(update)
    assert await desk.change() == update
    assert await observer.change() == update
    stored = await candidate.event("stored")
    assert (stored["first"], stored["last"], stored["mine"]) == (1, 1, 1)
    assert (await desk.event("stored"))["mine"] == 0
    row = await DocumentUpdate.objects.aget()
    assert (bytes(row.data), row.late) == (update, False)


async def test_it_gives_a_latecomer_everything(room: Room, join: Join) -> None:
    candidate = await join(await seat(room, SeatKind.CANDIDATE))
    update = words(room, "said before")
    await candidate.write(update)
    observer = await join(await seat(room, SeatKind.OBSERVER))
    await observer.send_to(bytes_data=bytes([ASK, 0]))
    doc: Doc[Any] = Doc()
    doc.apply_update(await observer.change())
    assert str(doc.get(f"text:{room.current_id}", type=Text)) == "said before"
    assert (await observer.event("synced"))["stored"] == 1


async def test_it_asks_a_page_that_comes_back_for_what_it_wrote_meanwhile(
    room: Room, join: Join
) -> None:
    candidate = await join(await seat(room, SeatKind.CANDIDATE))
    doc: Doc[Any] = Doc()
    doc.get(f"text:{room.current_id}", type=Text).insert(0, "offline words")
    await candidate.send_to(bytes_data=bytes([ASK]) + doc.get_state())
    asked = await candidate.listen(lambda f: isinstance(f, bytes) and f[0] == ASK)
    await candidate.write(doc.get_update(asked[1:]), LATE)
    await candidate.event("stored")
    assert (await DocumentUpdate.objects.aget()).late


async def test_it_takes_no_words_from_observers(room: Room, join: Join) -> None:
    observer = await join(await seat(room, SeatKind.OBSERVER))
    desk = await join(await seat(room, SeatKind.HOST))
    await observer.write(words(room, "me too"))
    await observer.send_json_to({"kind": "caret", "field": "text:1", "anchor": None, "head": None})
    assert await observer.event("refused")
    await observer.send_json_to({"kind": "ping"})
    await observer.event("pong")
    assert not await DocumentUpdate.objects.aexists()
    assert not any(isinstance(f, bytes) or f["event"] == "caret" for f in desk.heard)


FORGED = [
    {"kind": "start"},
    {"kind": "end"},
    {"kind": "push", "question": 2},
    {"kind": "hint", "after": 0},
    {"kind": "tick", "point": 1, "state": "said"},
    {"event": "changed", "what": "end"},
    {"event": "hello", "seat": 0},
    {"kind": "caret", "field": "card:1", "anchor": None, "head": None},
    {"kind": "caret", "field": "text:1", "anchor": "x" * 5000, "head": None},
    {"kind": "signal", "to": "", "data": {}},
    {"kind": ["ping"]},
    # what a browser could not read, or what no other process could be told
    {"kind": "caret", "field": "", "anchor": {"a": float("nan")}, "head": None},
    {"kind": "caret", "field": "", "anchor": {"a": 10**30}, "head": None},
    {"kind": "caret", "field": "", "anchor": {"a": "\ud800"}, "head": None},
    {"kind": "caret", "field": "", "anchor": {"\udfff": 1}, "head": None},
    {"kind": "ping", "more": [[[[[[[[[[]]]]]]]]]]},
    [],
    7,
]


async def test_it_refuses_forged_frames(room: Room, join: Join) -> None:
    candidate = await join(await seat(room, SeatKind.CANDIDATE))
    desk = await join(await seat(room, SeatKind.HOST))
    for frame in FORGED:
        await candidate.send_json_to(frame)
    await candidate.send_to(text_data="{ no JSON")
    await candidate.send_to(text_data="[" * frames.LONGEST_TEXT)
    await candidate.send_to(text_data="1" * frames.LONGEST_TEXT)
    for kind, data in ((9, b""), (CHANGE, b""), (CHANGE, b"\x8a\xc2\xef$"), (ASK, b"\xff\xff\x03")):
        await candidate.send_to(bytes_data=bytes([kind]) + data)
    await candidate.send_json_to({"kind": "ping"})
    await candidate.event("pong")
    refused = [f for f in candidate.heard if isinstance(f, dict) and f["event"] == "refused"]
    assert len(refused) == len(FORGED) + 7
    assert {f["event"] for f in desk.heard if isinstance(f, dict)} <= {"hello", "changed", "gone"}
    await room.arefresh_from_db()
    assert room.is_live


async def test_it_stamps_carets_with_the_seats_own_name(room: Room, join: Join) -> None:
    candidate = await join(await seat(room, SeatKind.CANDIDATE))
    desk = await join(await seat(room, SeatKind.HOST))
    caret = {"kind": "caret", "field": "text:1", "anchor": {"tname": "text:1"}, "head": None}
    await candidate.send_json_to(caret | {"name": "Hana", "seat": 0, "typing": True})
    heard = await desk.event("caret")
    assert (heard["name"], heard["seat"], heard["typing"]) == ("Minji", 1, True)


async def test_it_says_nothing_of_the_desk_on_the_candidates_socket(room: Room, join: Join) -> None:
    """What an interviewer does at the desk is heard by no other seat: not what, and not that."""
    await sync_to_async(make_question)("L3")
    host_seat = await seat(room, SeatKind.HOST)
    candidate = await join(await seat(room, SeatKind.CANDIDATE))
    observer = await join(await seat(room, SeatKind.OBSERVER))
    desk = await join(host_seat)

    @sync_to_async
    def judge() -> None:
        browser = browser_of(host_seat)
        question = room.questions.get(position=1)
        point = question.version.points.first()
        browser.post(
            reverse("desk-tick", args=[room.pk, question.pk, point.pk]),
            {"state": "said", "words": "secret words"},
        )
        card = {"notes": "secret notes", "revision": 0}
        browser.post(
            reverse("desk-card", args=[room.pk]), json.dumps(card), content_type="application/json"
        )
        browser.post(reverse("desk-marker", args=[room.pk]), {"text": "secret marker"})
        browser.post(reverse("desk-add", args=[room.pk]), {"keys": "L3"})

    await room.arefresh_from_db()
    before = room.version
    await judge()
    assert await desk.listen(lambda f: isinstance(f, dict) and f.get("what") == "card")
    assert await desk.listen(lambda f: isinstance(f, dict) and f.get("what") == "plan")
    for line in (candidate, observer):
        await line.send_json_to({"kind": "ping"})
        assert (await line.event("pong"))["version"] == before
        assert "secret" not in str(line.heard)
        told = {f.get("what") for f in line.heard if isinstance(f, dict)}
        assert not told & {"card", "plan"}


async def test_it_shows_a_withdrawn_seat_out(room: Room, join: Join) -> None:
    observer_seat = await seat(room, SeatKind.OBSERVER)
    observer = await join(observer_seat)
    await sync_to_async(observer_seat.revoke)(timezone.now())
    await sync_to_async(show_out)(room.pk, observer_seat.pk)
    await observer.event("never")
    assert observer.closed == 4403


async def test_it_notices_a_withdrawn_seat_without_being_told(room: Room, join: Join) -> None:
    observer_seat = await seat(room, SeatKind.OBSERVER)
    observer = await join(observer_seat)
    await sync_to_async(observer_seat.revoke)(timezone.now())
    await observer.send_json_to({"kind": "ping"})
    await observer.event("never")
    assert observer.closed == 4403


async def test_it_turns_strangers_away(room: Room) -> None:
    candidate_seat = await seat(room, SeatKind.CANDIDATE)
    stranger = Line(candidate_seat)
    stranger.scope["cookies"] = {ticket_name(room.pk): candidate_seat.ticket()[:-2] + "xx"}
    at_desk = Line(await seat(room, SeatKind.HOST))
    at_desk.scope["user"] = candidate_seat.user
    for line in (stranger, at_desk):
        await line.connect()
        await line.event("never")
        assert line.closed == 4404
        assert line.heard == []


async def test_it_brings_news_to_everybody(room: Room, join: Join) -> None:
    candidate = await join(await seat(room, SeatKind.CANDIDATE))
    await sync_to_async(tell)(room.pk, "stage")
    heard = await candidate.listen(lambda f: isinstance(f, dict) and f.get("what") == "stage")
    assert heard == {"event": "changed", "what": "stage"}


async def test_it_holds_words_while_the_database_is_away(
    room: Room, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "AGAIN_AFTER", 0.05)
    real, tries = store_changes, []

    def fails_twice(changes: Any) -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("gone")
        return real(changes)

    monkeypatch.setattr(hub, "store_changes", fails_twice)
    candidate = await join(await seat(room, SeatKind.CANDIDATE))
    await candidate.write(words(room, "kept"))
    assert (await candidate.event("stored"))["mine"] == 1
    assert len(tries) == 3
    assert await DocumentUpdate.objects.acount() == 1


async def test_it_keeps_nobody_whose_socket_broke(
    room: Room, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is away for a heartbeat: the page is let go, and the others hear of it."""

    def fails(_: Seat) -> None:
        raise OperationalError("gone")

    candidate = await join(await seat(room, SeatKind.CANDIDATE))
    desk = await join(await seat(room, SeatKind.HOST))
    monkeypatch.setattr(consumers, "beat", fails)
    await candidate.send_json_to({"kind": "ping"})
    assert await desk.event("gone")
    await candidate.event("never")
    assert candidate.closed == 1011
    assert len(list(hub.the_hub().sockets(room.pk))) == 1


class Elsewhere:
    """A page that is connected to another process."""

    key = "elsewhere"
    seat = 0
    in_call = False

    def __init__(self, room: Room) -> None:
        self.room = room.pk
        self.heard: asyncio.Queue[Any] = asyncio.Queue()

    def post(self, frame: Any) -> None:
        self.heard.put_nowait(frame)

    def end(self, code: int) -> None:
        self.heard.put_nowait(code)


async def test_it_speaks_between_two_processes(room: Room, join: Join) -> None:
    """Two hubs share nothing but the channel layer, as two web processes do."""
    candidate = await join(await seat(room, SeatKind.CANDIDATE))
    other, page = hub.Hub(), Elsewhere(room)
    other.add(page)
    await other.listens()
    # both pages are told to ask, for nobody knows what passed before they met
    await candidate.event("ask")
    update = words(room, "across")
    await candidate.write(update)
    while (frame := await asyncio.wait_for(page.heard.get(), WAIT)) != bytes([CHANGE]) + update:
        assert isinstance(frame, dict)
    other.remove(page)


async def test_it_notices_what_was_lost_between_two_processes(
    room: Room, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words never come, the news that they are stored does: the other page has to look."""
    lost: list[Any] = []

    async def send_within(group: str, message: dict[str, Any]) -> bool:
        if not lost and any(isinstance(item["frame"], bytes) for item in message["items"]):
            lost.append(message)
            return False
        return await news.send_within(group, message)

    monkeypatch.setattr(relay, "send_within", send_within)
    candidate = await join(await seat(room, SeatKind.CANDIDATE))
    other, page = hub.Hub(), Elsewhere(room)
    other.add(page)
    await other.listens()
    await candidate.event("ask")
    await candidate.write(words(room, "across"))
    await candidate.event("stored")
    heard: list[str] = []
    while "stored" not in heard or heard[-1] != "ask":
        heard.append((await asyncio.wait_for(page.heard.get(), WAIT))["event"])
    assert len(lost) == 1
    other.remove(page)


async def test_it_connects_only_those_in_the_call(room: Room, join: Join, settings: Any) -> None:
    settings.LIVE_ICE_SERVERS = [{"urls": ["stun:stun.example.org"]}]
    kinds = (SeatKind.CANDIDATE, SeatKind.HOST, SeatKind.CO, SeatKind.OBSERVER)
    candidate, desk, co, observer = [await join(await seat(room, kind)) for kind in kinds]
    other, inside, outside = hub.Hub(), Elsewhere(room), Elsewhere(room)
    inside.in_call, outside.key = True, "outside"
    other.add(inside)
    other.add(outside)
    await other.listens()
    await candidate.event("ask")
    here = {"kind": "signal", "to": "", "data": {"type": "here"}}
    await desk.send_json_to(here)
    await desk.send_json_to({"kind": "ping"})
    await desk.event("pong")
    await candidate.send_json_to(here)
    assert (await desk.event("signal"))["data"] == {"type": "here"}
    await candidate.send_json_to(here | {"data": {"type": "bye"}})
    await candidate.send_json_to({"kind": "caret", "field": "", "anchor": None, "head": None})
    for line in (desk, co, observer):
        await line.event("caret")
    assert not [f for line in (candidate, co, observer) for f in line.heard if is_signal(f)]
    assert len([frame for frame in desk.heard if is_signal(frame)]) == 2
    heard: dict[str, list[Any]] = {"elsewhere": [], "outside": []}
    for page in (inside, outside):
        while not heard[page.key] or heard[page.key][-1]["event"] != "caret":
            heard[page.key].append(await asyncio.wait_for(page.heard.get(), WAIT))
    assert [len([f for f in frames if is_signal(f)]) for frames in heard.values()] == [3, 0]
    for page in (inside, outside):
        other.remove(page)


def is_signal(frame: Any) -> bool:
    return isinstance(frame, dict) and frame["event"] == "signal"


def test_it_reads_only_frames_of_ours() -> None:
    assert read_frame('{"kind":"ping","stored":true}', writes=False, calls=False).stored == 0
    with pytest.raises(BadFrame):
        read_frame("x" * (frames.LONGEST_TEXT + 1), writes=True, calls=True)
    signal = '{"kind":"signal","to":"","data":{}}'
    assert read_frame(signal, writes=True, calls=True)
    for writes, calls in ((True, False), (False, True)):
        with pytest.raises(BadFrame):
            read_frame(signal, writes=writes, calls=calls)


def test_it_ends_over_the_web_with_the_last_words(room: Room) -> None:
    client = Client()
    client.force_login(room.host)
    client.post(reverse("desk-end", args=[room.pk]))
    room.refresh_from_db()
    assert room.is_over
