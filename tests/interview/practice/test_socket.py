"""The socket tells the owner that something changed, and nobody else anything."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser

from grading.push import report_changed
from interview.accounts.models import User
from interview.practice.session import Session
from interview.urls import websocket_urlpatterns


def socket(session: Session, user: User | AnonymousUser) -> WebsocketCommunicator:
    communicator = WebsocketCommunicator(
        URLRouter(websocket_urlpatterns), f"/ws/sessions/{session.pk}/"
    )
    communicator.scope["user"] = user
    return communicator


@pytest.mark.django_db(transaction=True)
async def test_it_passes_news_to_the_owner(session: Session, alice: User) -> None:
    listener = socket(session, alice)
    assert (await listener.connect())[0]
    await sync_to_async(report_changed)(session.pk, 2)
    assert await listener.receive_json_from() == {"event": "report.changed", "position": 2}
    await listener.disconnect()


@pytest.mark.django_db(transaction=True)
async def test_it_turns_an_outsider_away(session: Session, charlie: User) -> None:
    connected, code = await socket(session, charlie).connect()
    assert not connected
    assert code == 4404


@pytest.mark.django_db(transaction=True)
async def test_it_turns_the_signed_out_away(session: Session) -> None:
    assert not (await socket(session, AnonymousUser()).connect())[0]


@pytest.mark.django_db(transaction=True)
async def test_it_ignores_what_a_browser_sends(session: Session, alice: User) -> None:
    listener = socket(session, alice)
    await listener.connect()
    await listener.send_json_to({"event": "report.changed", "position": 99})
    await listener.send_to(text_data="{ no JSON")
    await listener.send_to(bytes_data=b"\x00")
    assert await listener.receive_nothing()
    await listener.disconnect()
