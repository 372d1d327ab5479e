"""The other web processes: who has pages open, what they are told, and what they tell.

A broker that is away loses what is said meanwhile, and nobody hears of it. So each process numbers what
it says; whoever misses a number asks the speaker to say what pages need: that they look for themselves.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from channels.layers import get_channel_layer
from redis import RedisError

from interview.live.push import GROUP
from interview.news import send_within

logger = logging.getLogger(__name__)

AGAIN_AFTER = 1.0
LISTENS_WITHIN = 1.0
HERE_EVERY = 5.0
SILENT_AFTER = 16.0

Item = dict[str, Any]


@dataclass(frozen=True)
class Heard:
    """When another process last spoke, by the loop's clock, and the number of what it said."""

    at: float
    number: int


class Relay:
    """This process's ear and voice; `hears` is given each item, `meets` is called for whoever lacks some."""

    def __init__(
        self, hears: Callable[[Item], Awaitable[None]], meets: Callable[[], Awaitable[None]]
    ) -> None:
        self.key = uuid.uuid4().hex
        self.outbox: list[Item] = []
        self._hears, self._meets = hears, meets
        self._listen: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self._said = 0
        self._others: dict[str, Heard] = {}

    def begin(self) -> None:
        if self._listen is None or self._listen.done():
            self._listen = asyncio.get_running_loop().create_task(self._hear_others())

    def stop(self) -> None:
        if self._listen is not None:
            self._listen.cancel()
            self._listen = None
            self._listening.clear()

    async def listens(self) -> None:
        """Wait until news can be heard, but not for long: pages ask by themselves too."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._listening.wait(), LISTENS_WITHIN)

    def put(self, item: Item) -> None:
        """Have this told with the next `send`, if there is anybody to hear it."""
        if self._others:
            self.outbox.append(item)

    async def send(self, *, here: bool = False, missed: str = "") -> None:
        """Tell what waits; with `here` also where there is nothing but that somebody is here.

        `missed` names the process of which something was not heard.
        """
        items, self.outbox = self.outbox, []
        if not (items or here):
            return
        self._said += 1
        message = {
            "type": "live.relay", "sender": self.key, "number": self._said, "items": items,
            "missed": missed,
        }  # fmt: skip
        # a broker that hangs must not keep what was written from being stored
        if not await send_within(GROUP, message):
            # pages of other processes find out by the numbers, and ask
            logger.warning("relay lost", extra={"items": len(items)})

    async def _hear_others(self) -> None:
        layer = get_channel_layer()
        while layer is not None:
            try:
                channel = await layer.new_channel("live.")
                await layer.group_add(GROUP, channel)
                self._listening.set()
                await self._hear_on(layer, channel)
            except (RedisError, OSError):
                await asyncio.sleep(AGAIN_AFTER)

    async def _hear_on(self, layer: Any, channel: str) -> None:
        """Listen, and let the others know from time to time that somebody is here."""
        loop = asyncio.get_running_loop()
        said_at = 0.0
        hearing = loop.create_task(layer.receive(channel))
        try:
            while True:
                if loop.time() - said_at > HERE_EVERY:
                    said_at = loop.time()
                    await self.send(here=True)
                    self._forget_silent()
                await asyncio.wait([hearing], timeout=HERE_EVERY)
                if hearing.done():
                    await self._hear(hearing.result())
                    hearing = loop.create_task(layer.receive(channel))
        finally:
            hearing.cancel()

    def _forget_silent(self) -> None:
        now = asyncio.get_running_loop().time()
        self._others = {
            k: heard for k, heard in self._others.items() if now - heard.at < SILENT_AFTER
        }

    async def _hear(self, message: dict[str, Any]) -> None:
        sender = message.get("sender")
        if sender == self.key:
            return
        if sender:
            await self._note(sender, message["number"])
            if message["missed"] == self.key:
                await self._meets()
        for item in message["items"]:
            await self._hears(item)

    async def _note(self, other: str, number: int) -> None:
        """Note that another process has pages; a new one is told at once that there are some here."""
        before = self._others.get(other)
        self._others[other] = Heard(asyncio.get_running_loop().time(), number)
        if before is None:
            await self._meets()
            await self.send(here=True)
        elif number != before.number + 1:
            logger.warning("relay missed", extra={"items": number - before.number - 1})
            await self.send(here=True, missed=other)
