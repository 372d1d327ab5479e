"""Dictation: off unless configured, limited, and clear about what went wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from grading.critique import dictation
from tests.factories import make_question, make_session
from tests.scripted_model import Asked, Behaviour, Handler, ScriptedServer, fails, serve

URL = "/dictation/"
JSON = {"Accept": "application/json"}


def hears(text: str) -> Behaviour:
    def behave(handler: Handler, asked: Asked) -> None:
        body = json.dumps({"text": text}).encode()
        handler.reply(200, body, Content_Type="application/json")

    return behave


@pytest.fixture
def endpoint(settings: LazySettings, db: None) -> Iterator[Callable[..., ScriptedServer]]:
    started = []

    def begin(*script: Behaviour) -> ScriptedServer:
        context = serve(*script)
        started.append(context)
        server = context.__enter__()
        settings.DICTATION_ON, settings.DICTATION_HOST = True, "127.0.0.1"
        settings.TRANSCRIPTION_MODEL = "whisper"
        settings.TRANSCRIPTION_BASE_URL, settings.TRANSCRIPTION_API_KEY = server.url, "key"
        return server

    cache.clear()
    yield begin
    for context in started:
        context.__exit__(None, None, None)
    dictation.build.cache_clear()


def send(client: Client, *, size: int = 500, kind: str = "audio/webm;codecs=opus", **fields: str):
    recording = SimpleUploadedFile("speech", b"x" * size, content_type=kind)
    return client.post(URL, {"recording": recording, "language": "ko"} | fields, headers=JSON)


def test_it_returns_what_was_said(endpoint, client: Client) -> None:
    server = endpoint(hears("  과적합은 모델이 외우는 것입니다. "))
    assert send(client).json() == {"text": "과적합은 모델이 외우는 것입니다."}
    (asked,) = server.asked
    assert asked["path"] == "/v1/audio/transcriptions"
    assert b'name="language"\r\n\r\nko' in asked["body"]
    assert b"speech.webm" in asked["body"]
    assert b"alice" not in asked["body"]


@pytest.mark.parametrize("behaviour", [fails(500), fails(429), fails(401), hears("x")])
def test_it_says_what_to_do_when_it_does_not_work(endpoint, client: Client, behaviour) -> None:
    endpoint(fails(500) if behaviour is None else behaviour)
    reply = send(client)
    assert reply.status_code in (200, 502)
    if reply.status_code == 502:
        assert "or type them" in reply.json()["message"]


@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream", "image/png"])
def test_it_takes_recordings_only(endpoint, client: Client, kind: str) -> None:
    server = endpoint(hears("x"))
    assert send(client, kind=kind).status_code == 400
    assert send(client, size=0).status_code == 400
    assert client.post(URL, {}, headers=JSON).status_code == 400
    assert not server.asked


def test_it_takes_no_long_ones(endpoint, client: Client, settings: LazySettings) -> None:
    settings.DICTATION_MAX_BYTES = 1000
    server = endpoint(hears("x"))
    reply = send(client, size=2000)
    assert (reply.status_code, "shorter parts" in reply.json()["message"]) == (413, True)
    assert not server.asked


def test_it_takes_not_too_many(endpoint, client: Client, settings: LazySettings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "dictate": "2/m/user"}
    endpoint(hears("x"))
    assert [send(client).status_code for _ in range(3)] == [200, 200, 429]


def test_it_leaves_threads_for_everybody_else(endpoint, client: Client) -> None:
    endpoint(hears("x"))
    held = [dictation.places.acquire(blocking=False) for _ in range(dictation.AT_ONCE)]
    try:
        assert all(held)
        assert send(client).status_code == 503
    finally:
        for _ in held:
            dictation.places.release()
    assert send(client).status_code == 200


def test_it_is_for_people_only(endpoint, anonymous: Client) -> None:
    server = endpoint(hears("x"))
    assert send(anonymous).status_code == 403
    assert not server.asked


def room(client: Client, alice) -> tuple[str, str]:
    make_question("Q1")
    session = make_session(alice)
    page = client.get(reverse("practice-turn", args=[session.pk, 1]))
    return page.content.decode(), page["Permissions-Policy"]


def test_the_room_has_the_button_and_says_where_the_voice_goes(
    endpoint, client: Client, alice
) -> None:
    endpoint(hears("x"))
    page, policy = room(client, alice)
    assert 'id="dictate"' in page
    assert "Your voice is sent to 127.0.0.1" in page
    assert "microphone=(self)" in policy


def test_the_room_has_none_where_it_is_off(client: Client, alice) -> None:
    page, policy = room(client, alice)
    assert "dictate" not in page
    assert "microphone=()" in policy
    assert send(client).status_code == 404
