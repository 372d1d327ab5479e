"""The candidate's socket: it only ever says that something changed; the page fetches what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.contrib.auth.models import AnonymousUser

from interview.accounts.models import User
from interview.practice.session import Session, session_group


class SessionConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    async def connect(self) -> None:
        session_id = self.scope["url_route"]["kwargs"]["session"]
        if not await database_sync_to_async(may_listen)(self.scope["user"], session_id):
            await self.close(code=4404)
            return
        self.group = session_group(session_id)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        if hasattr(self, "group"):
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Listen only: nothing a browser sends here means anything."""

    async def report_changed(self, event: dict[str, Any]) -> None:
        await self.send_json({"event": "report.changed", "position": event["position"]})


def may_listen(user: User | AnonymousUser, session_id: UUID) -> bool:
    if not isinstance(user, User):
        return False
    return Session.objects.visible_to(user).filter(pk=session_id).exists()
