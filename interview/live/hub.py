"""The rooms' pages that are connected to this process, and what passes between them.

A change goes to the pages of this process at once, to the other processes' within RELAY_EVERY, and into
the database within STORE_EVERY. Whatever is lost on the way, pages ask for again: they know by the
numbers of what is stored that they lack something.
"""

from __future__ import annotations

import asyncio
import logging
import weakref
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Protocol
from uuid import UUID

from django.db import Error as DatabaseError

from interview.live.database import in_database
from interview.live.relay import Item, Relay
from interview.live.storing import Change, Stored, store_changes

logger = logging.getLogger(__name__)

RELAY_EVERY = 0.02
STORE_EVERY = 0.4
AGAIN_AFTER = 1.0


class Socket(Protocol):
    """One open page, as the hub sees it."""

    key: str
    room: UUID
    seat: int
    in_call: bool

    def post(self, frame: dict[str, Any] | bytes) -> None: ...

    def end(self, code: int) -> None: ...


class Hub:
    """One for each event loop, which in a running site is one for each process."""

    def __init__(self) -> None:
        self.others = Relay(self._hear, self._meet)
        self.rooms: dict[UUID, dict[str, Socket]] = {}
        self.waiting: dict[UUID, list[tuple[Socket, Change]]] = defaultdict(list)
        self._work: asyncio.Task[None] | None = None
        self._storing = asyncio.Lock()

    def add(self, socket: Socket) -> None:
        self.rooms.setdefault(socket.room, {})[socket.key] = socket
        self.others.begin()

    async def listens(self) -> None:
        """Wait until news of other processes can be heard."""
        await self.others.listens()

    def remove(self, socket: Socket) -> None:
        sockets = self.rooms.get(socket.room, {})
        sockets.pop(socket.key, None)
        if not sockets:
            self.rooms.pop(socket.room, None)
        if not self.rooms:
            self.others.stop()

    def sockets(self, room: UUID, *, seat: int | None = None) -> Iterator[Socket]:
        for socket in list(self.rooms.get(room, {}).values()):
            if seat is None or socket.seat == seat:
                yield socket

    def pass_on(self, sender: Socket, frame: dict[str, Any] | bytes) -> None:
        """Give a frame to everybody else in the room, here and in the other processes."""
        for socket in self.sockets(sender.room):
            if socket is not sender:
                socket.post(frame)
        self._relay(sender.room, frame)

    def pass_to(self, sender: Socket, key: str, frame: dict[str, Any]) -> None:
        """Give a frame to one page of the room."""
        socket = self.rooms.get(sender.room, {}).get(key)
        if socket is not None:
            socket.post(frame)
        else:
            self._relay(sender.room, frame, key=key)

    def pass_to_call(self, sender: Socket, frame: dict[str, Any]) -> None:
        """Give a frame to the pages that are in the room's call: what connects them is theirs only."""
        for socket in self.sockets(sender.room):
            if socket is not sender and socket.in_call:
                socket.post(frame)
        self._relay(sender.room, frame, call=True)

    def accept(self, sender: Socket, change: Change, frame: bytes) -> None:
        """Take a change of the document: pass it on now, write it down soon."""
        self.waiting[sender.room].append((sender, change))
        self.pass_on(sender, frame)

    async def store(self) -> None:
        """Write down what waits, and tell its authors; what cannot be written goes on waiting."""
        async with self._storing:
            taken, self.waiting = self.waiting, defaultdict(list)
            if not taken:
                return
            changes = {room: [change for _, change in pairs] for room, pairs in taken.items()}
            try:
                outcome = await in_database(store_changes)(changes)
            except DatabaseError as error:
                logger.warning("document not stored yet", extra={"kind": type(error).__name__})
                for room, pairs in taken.items():
                    self.waiting[room] = pairs + self.waiting[room]
                await asyncio.sleep(AGAIN_AFTER)
                return
        for room, pairs in taken.items():
            self._tell_stored(room, pairs, outcome[room])

    def _tell_stored(self, room: UUID, pairs: list[tuple[Socket, Change]], stored: Stored) -> None:
        authors: dict[str, int] = defaultdict(int)
        for socket, _ in pairs:
            authors[socket.key] += 1
        if stored.closed:
            for socket, _ in pairs:
                socket.post({"event": "full" if stored.full else "closed"})
            return
        frame = {"event": "stored", "first": stored.first, "last": stored.last}
        for socket in self.sockets(room):
            socket.post(frame | {"mine": authors.get(socket.key, 0)})
        self._relay(room, frame | {"mine": 0})

    def _relay(
        self, room: UUID, frame: dict[str, Any] | bytes, *, key: str = "", call: bool = False
    ) -> None:
        self.others.put({"room": str(room), "frame": frame, "seat": None, "key": key, "call": call})
        if self._work is None or self._work.done():
            self._work = asyncio.get_running_loop().create_task(self._work_off())

    async def _work_off(self) -> None:
        loop = asyncio.get_running_loop()
        stored_at = loop.time()
        while self.others.outbox or self.waiting:
            await self.others.send()
            await asyncio.sleep(RELAY_EVERY)
            if self.waiting and loop.time() - stored_at >= STORE_EVERY:
                await self.store()
                stored_at = loop.time()

    async def _meet(self) -> None:
        """Have all pages elsewhere ask for what they lack: something said here did not reach them."""
        await self.store()
        for room in list(self.rooms):
            self._relay(room, {"event": "ask"})

    async def _hear(self, item: Item) -> None:
        """Give the pages here what another process, or some work elsewhere, has for them."""
        room, frame = UUID(item["room"]), item["frame"]
        if isinstance(frame, dict) and frame["event"] == "store":
            await self.store()
            return
        for socket in self.sockets(room, seat=item["seat"]):
            if item.get("key") and socket.key != item["key"]:
                continue
            if item.get("call") and not socket.in_call:
                continue
            if isinstance(frame, dict) and frame["event"] == "close":
                socket.end(4403)
            else:
                socket.post(frame)


_hubs: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = weakref.WeakKeyDictionary()


def the_hub() -> Hub:
    """Return this event loop's hub."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
