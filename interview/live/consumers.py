"""A room's socket: who sits at it is decided when it opens and asked again with each heartbeat."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from contextlib import suppress
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import Error as DatabaseError
from django.utils import timezone

from interview.live.allowance import Allowance
from interview.live.changes import is_change, is_state
from interview.live.database import in_database
from interview.live.document import EMPTY, read_missing
from interview.live.frames import (
    ASK,
    CHANGE,
    LATE,
    LONGEST_BYTES,
    BadFrame,
    Caret,
    Ping,
    Signal,
    read_frame,
)
from interview.live.hub import the_hub
from interview.live.presence import beat, come_in, find_seat, go_away, may_call
from interview.live.room import Room
from interview.live.seat import Seat
from interview.live.storing import Change

logger = logging.getLogger(__name__)

WAITING_FRAMES = 2000


class RoomConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One open page. It needs no channel of its own: the hub of its process hears for it."""

    desk = False
    gone = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Take frames one after another, without a task for each and a look at a database connection."""
        self.scope, self.base_send = scope, send
        try:
            with suppress(StopConsumer):
                while True:
                    message = await receive()
                    await getattr(self, message["type"].replace(".", "_"))(message)
        except DatabaseError as error:
            # the page comes back by itself, and so does the database
            logger.warning("socket given up", extra={"kind": type(error).__name__})
            await self.close(code=1011)
        finally:
            await self.leave()

    async def connect(self) -> None:
        self.room = self.scope["url_route"]["kwargs"]["room"]
        found = await in_database(find_seat)(
            self.room, desk=self.desk, user=self.scope["user"], cookies=self.scope["cookies"]
        )
        if found is None:
            await self.accept()
            await self.close(code=4404)
            return
        self.place: Seat = found
        self.seat = found.pk
        self.key = uuid.uuid4().hex
        self.calls = may_call(found)
        self.in_call = False
        self.allowance = Allowance()
        self.outgoing: asyncio.Queue[dict[str, Any] | bytes | int] = asyncio.Queue(WAITING_FRAMES)
        await self.accept()
        self.writer = asyncio.get_running_loop().create_task(self._write())
        the_hub().add(self)
        await the_hub().listens()
        self.post({"event": "hello", "socket": self.key, "seat": found.number})
        await in_database(come_in)(found, timezone.now())

    async def disconnect(self, code: int) -> None:
        await self.leave()

    async def leave(self) -> None:
        """Take this page out of the hub, whatever ended it: nobody is kept there who is gone."""
        if not hasattr(self, "writer") or self.gone:
            return
        self.gone = True
        hub = the_hub()
        hub.remove(self)
        self.writer.cancel()
        hub.pass_on(self, {"event": "gone", "socket": self.key})
        if not any(hub.sockets(self.room, seat=self.seat)):
            with suppress(DatabaseError):
                await in_database(go_away)(self.place, timezone.now())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not hasattr(self, "writer"):
            return
        asks = bytes_data is not None and bytes_data[:1] == bytes([ASK])
        if not self.allowance.take(asyncio.get_running_loop().time(), cost=20 if asks else 1):
            self.end(4429)
            return
        try:
            if bytes_data:
                await self._take_bytes(bytes_data)
            elif text_data:
                await self._take_text(text_data)
        except BadFrame:
            self.post({"event": "refused"})

    async def _take_text(self, text: str) -> None:
        frame = read_frame(text, writes=self.place.writes, calls=self.calls)
        hub = the_hub()
        match frame:
            case Ping():
                reply = await in_database(beat)(self.place)
                if reply is None:
                    self.end(4403)
                else:
                    self.post(dict(reply))
            case Caret():
                caret = {
                    "event": "caret", "socket": self.key, "seat": self.place.number,
                    "name": self.place.shown_name(), "field": frame.field,
                    "anchor": frame.anchor, "head": frame.head, "typing": frame.typing,
                }  # fmt: skip
                hub.pass_on(self, caret)
            case Signal():
                name = self.place.shown_name()
                signal = {"event": "signal", "socket": self.key, "name": name, "data": frame.data}
                if frame.to:
                    hub.pass_to(self, frame.to, signal)
                else:
                    said = frame.data.get("type")
                    self.in_call = said == "here" or (self.in_call and said != "bye")
                    hub.pass_to_call(self, signal)

    async def _take_bytes(self, data: bytes) -> None:
        kind, payload = data[0], data[1:]
        if len(payload) > LONGEST_BYTES:
            raise BadFrame("long")
        if kind == ASK:
            await self._answer_state(payload)
            return
        if kind not in (CHANGE, LATE) or not self.place.writes:
            raise BadFrame("change")
        if payload == EMPTY:
            return
        if not is_change(payload):
            raise BadFrame("no change")
        change = Change(self.seat, payload, timezone.now(), late=kind == LATE)
        the_hub().accept(self, change, bytes([CHANGE]) + payload)

    async def _answer_state(self, state: bytes) -> None:
        """Send what this page lacks, and ask it for what the server lacks."""
        if not is_state(state):
            raise BadFrame("state")
        await the_hub().store()
        try:
            missing, ours, number = await in_database(self._read_missing)(state)
        except (ValueError, DatabaseError) as error:
            raise BadFrame("state") from error
        self.post(bytes([CHANGE]) + missing)
        self.post({"event": "synced", "stored": number})
        self.post(bytes([ASK]) + ours)

    def _read_missing(self, state: bytes) -> tuple[bytes, bytes, int]:
        return read_missing(Room.objects.select_related("snapshot").get(pk=self.room), state)

    def post(self, frame: dict[str, Any] | bytes) -> None:
        """Queue a frame; a page that reads too slowly is cut off, and comes back in step."""
        self._queue(frame)

    def end(self, code: int) -> None:
        self._queue(code)

    def _queue(self, item: dict[str, Any] | bytes | int) -> None:
        try:
            self.outgoing.put_nowait(item)
        except asyncio.QueueFull:
            self.outgoing = asyncio.Queue(WAITING_FRAMES)
            self.writer.cancel()
            code = item if isinstance(item, int) else 4008
            asyncio.get_running_loop().create_task(self.close(code=code))

    async def _write(self) -> None:
        while True:
            frame = await self.outgoing.get()
            if isinstance(frame, bytes):
                await self.base_send({"type": "websocket.send", "bytes": frame})
            elif isinstance(frame, int):
                await self.close(code=frame)
                return
            else:
                await self.base_send({"type": "websocket.send", "text": json.dumps(frame)})


class DeskConsumer(RoomConsumer):
    """The same at the interviewer's side, where a login decides."""

    desk = True
