"""More that a provider can do wrong, for the scripted server: see `tests/scripted_model.py`."""

from __future__ import annotations

import json
import time
from typing import Any

from tests.scripted_model import Asked, Behaviour, Handler, chunk, keys_in, whole_reply


def comments_for_ever(handler: Handler, asked: Asked) -> None:
    """Never silent, and never an event: what proxies send to keep a connection open."""
    handler.begin_stream()
    for _ in range(1500):
        handler.wfile.write(b": still working\n\n")
        handler.wfile.flush()
        time.sleep(0.02)


def never_ends_its_line(handler: Handler, asked: Asked) -> None:
    handler.begin_stream()
    for _ in range(40):
        handler.wfile.write(b"data: " + b"x" * 500_000)


def redirects(to: str) -> Behaviour:
    def behave(handler: Handler, asked: Asked) -> None:
        handler.reply(307, b"", Location=to)

    return behave


def refuses_without_its_words(handler: Handler, asked: Asked) -> None:
    """A 500 that promises a body and keeps it back."""
    handler.send_response(500)
    handler.send_header("Content-Length", "500")
    handler.end_headers()
    handler.wfile.flush()
    time.sleep(20)


def events(*data: Any) -> Behaviour:
    """Stream these, each as one event."""

    def behave(handler: Handler, asked: Asked) -> None:
        handler.begin_stream()
        for one in data:
            handler.event(one if isinstance(one, str) else json.dumps(one))
        handler.event("[DONE]")

    return behave


def choice(delta: Any, **more: Any) -> str:
    return chunk("", choices=[{"index": 0, "delta": delta, "finish_reason": None} | more])


def reports(usage: Any) -> Behaviour:
    """Reply well, and count tokens like this."""

    def behave(handler: Handler, asked: Asked) -> None:
        words = json.dumps(whole_reply(keys_in(asked)))
        events(chunk(words), chunk("", choices=[], usage=usage))(handler, asked)

    return behave


def replies(status: int, body: Any) -> Behaviour:
    def behave(handler: Handler, asked: Asked) -> None:
        handler.reply(status, json.dumps(body).encode(), Content_Type="application/json")

    return behave


def breaks_off(words: str, *, reason: str | None = None) -> Behaviour:
    """Reply up to these words, in the middle of the text that holds them."""

    def behave(handler: Handler, asked: Asked) -> None:
        whole = json.dumps(whole_reply(keys_in(asked), next_step="Say how you would test it."))
        handler.begin_stream()
        handler.event(chunk(whole[: whole.index(words) + len(words)]))
        if reason:
            handler.event(choice({}, finish_reason=reason))

    return behave
