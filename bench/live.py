"""Fifty live rooms with everybody typing: from a keystroke to the other's page, against a bare echo."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import psutil
from django.conf import settings
from django.utils import timezone
from pycrdt import Doc, Text
from websockets.asyncio.client import ClientConnection, connect

from bench.echo import PATH
from bench.measure import Measure
from bench.memory import MEGABYTE, share
from bench.stage import Stage
from interview.accounts.models import Role, User
from interview.live.frames import ASK, CHANGE
from interview.live.kinds import SeatKind
from interview.live.opening import open_room
from interview.live.presence import ticket_name
from interview.live.room import Room
from tests.factories import make_user

ROOMS = 50
# a quick typist's, each: 60 words a minute
KEYS_A_SECOND = 5.0
SECONDS = 6.0
ROUNDS = 2
Addresses = list[tuple[str, dict[str, str]]]


def measure(stage: Stage) -> Iterator[Measure]:
    host = make_user("lead", role=Role.INTERVIEWER)
    ticket = stage.visitor(host).cookies[settings.SESSION_COOKIE_NAME].value
    base = stage.site.url.replace("http", "ws", 1)
    pairs = [seats(room, base, ticket) for room in (start_room(host, n) for n in range(ROOMS))]
    web = psutil.Process(stage.site.pid)
    echoes, keys = asyncio.run(by_turns(base, pairs[:2], seconds=1.0))  # everything is loaded once
    before = share(web)
    echoes, keys = [], []
    grown = 0
    for _ in range(ROUNDS):
        told, heard = asyncio.run(by_turns(base, pairs, seconds=SECONDS))
        echoes += told
        keys += heard
        grown = max(grown, share(web) - before)
    yield Measure("bare echo, median", statistics.median(echoes) * 1000, "ms")
    yield Measure("keystroke to peer, median", statistics.median(keys) * 1000, "ms")
    yield Measure("keystroke to peer, 95 of 100", statistics.quantiles(keys, n=20)[-1] * 1000, "ms")
    ratio = statistics.median(keys) / statistics.median(echoes)
    yield Measure("keystroke to peer : bare echo", ratio, at_most=2.0)
    yield Measure("memory a room", grown / ROOMS / MEGABYTE, "MB", at_most=1.0)


def start_room(host: User, number: int) -> Room:
    now = timezone.now()
    room = open_room(
        host, title=f"Bench {number}", language="en", minutes=45, rounds=["fundamentals"], now=now
    )
    room.candidate().take(name="", user=User.objects.create_guest(language="en"), now=now)
    room.start(now)
    question = room.questions.first()
    assert question is not None
    question.push(now)
    return room


def seats(room: Room, base: str, ticket: str) -> Addresses:
    """Return where each side of the room connects, with its cookies."""
    seat = room.seats.get(kind=SeatKind.CANDIDATE)
    table = {"Cookie": f"{ticket_name(room.pk)}={seat.ticket()}"}
    desk = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={ticket}"}
    return [(f"{base}/ws/live/{room.pk}/", table), (f"{base}/ws/live/{room.pk}/desk/", desk)]


async def by_turns(
    base: str, pairs: list[Addresses], *, seconds: float
) -> tuple[list[float], list[float]]:
    """Return the seconds of echoes and of keystrokes; as many sockets send as often in both."""
    echoes: list[float] = []
    keys: list[float] = []
    lines = [await connect(f"{base}{PATH}") for pair in pairs for _ in pair]
    await asyncio.gather(*(type_and_hear(line, line, seconds, echoes) for line in lines))
    await asyncio.gather(*(line.close() for line in lines))

    tables = [
        [
            await connect(url, additional_headers=headers, origin=origin(base))
            for url, headers in pair
        ]
        for pair in pairs
    ]
    for one, other in tables:
        for line in (one, other):
            await settle(line)
    await asyncio.gather(
        *(type_and_hear(one, other, seconds, keys) for one, other in tables),
        *(type_and_hear(other, one, seconds, keys) for one, other in tables),
    )
    for table in tables:
        await asyncio.gather(*(line.close() for line in table))
    return echoes, keys


def origin(base: str) -> Any:
    return base.replace("ws", "http", 1)


async def settle(line: ClientConnection) -> None:
    """Take part as a page does: ask for what is there, and wait for it."""
    await line.send(bytes([ASK, 0]))
    while True:
        frame = await line.recv()
        if isinstance(frame, bytes) and frame[0] == ASK:
            return


async def type_and_hear(
    writer: ClientConnection, reader: ClientConnection, seconds: float, times: list[float]
) -> None:
    """Type letters at one end, and note how long each takes to the other."""
    sent: dict[bytes, float] = {}

    async def hear() -> None:
        while True:
            frame = await reader.recv()
            if isinstance(frame, bytes) and (began := sent.pop(frame, None)):
                times.append(time.perf_counter() - began)

    listening = asyncio.create_task(hear())
    await type_letters(writer.send, seconds, sent)
    await asyncio.sleep(0.5)
    listening.cancel()


async def type_letters(
    send: Callable[[bytes], Awaitable[None]], seconds: float, sent: dict[bytes, float]
) -> None:
    doc: Doc[Any] = Doc()
    text = doc.get("text:1", type=Text)
    frames: list[bytes] = []
    watch = doc.observe(lambda event: frames.append(bytes([CHANGE]) + event.update))
    pause = 1 / KEYS_A_SECOND
    # not all at the same moment
    await asyncio.sleep(pause * (id(doc) % 1000) / 1000)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        text.insert(len(text), "a")
        sent[frames[-1]] = time.perf_counter()
        await send(frames[-1])
        await asyncio.sleep(pause)
    doc.unobserve(watch)
