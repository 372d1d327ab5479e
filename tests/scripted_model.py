"""An OpenAI-compatible server on 127.0.0.1 that does what it is told to, also what it should not."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Asked = dict[str, Any]
Behaviour = Callable[["Handler", Asked], None]

KEYS = re.compile(r"^- \[([\w-]+)\]", re.MULTILINE)


class Handler(BaseHTTPRequestHandler):
    server: ScriptedServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.endswith("/audio/transcriptions"):
            asked: Asked = {"path": self.path, "body": body}
        else:
            asked = json.loads(body) | {"path": self.path}
        asked["authorization"] = self.headers.get("Authorization", "")
        self.server.asked.append(asked)
        script = self.server.script
        behaviour = script.pop(0) if len(script) > 1 else script[0]
        behaviour(self, asked)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def event(self, data: str) -> None:
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()


class ScriptedServer(ThreadingHTTPServer):
    daemon_threads = True
    # a client that has gone away is what some tests are about
    block_on_close = False

    def __init__(self, *script: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = list(script)
        self.asked: list[Asked] = []
        self.url = f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is no news."""

    def prompts(self) -> list[str]:
        return [message["content"] for asked in self.asked for message in asked["messages"]]


@contextmanager
def serve(*script: Behaviour) -> Iterator[ScriptedServer]:
    """Serve; each request takes the next behaviour of the script, the last one stays."""
    server = ScriptedServer(*script)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def chunk(text: str, **more: Any) -> str:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    whole = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return json.dumps(whole | {"choices": [choice]} | more)


def says(text: str, *, tokens: tuple[int, int] | None = (900, 100)) -> Behaviour:
    """Stream this text in pieces, as a server does that is well."""

    def behave(handler: Handler, asked: Asked) -> None:
        handler.begin_stream()
        for start in range(0, len(text), 40):
            handler.event(chunk(text[start : start + 40]))
        if tokens:
            usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
            usage["total_tokens"] = sum(tokens)
            handler.event(chunk("", choices=[], usage=usage))
        handler.event("[DONE]")

    return behave


def keys_in(asked: Asked) -> list[str]:
    return KEYS.findall(asked["messages"][1]["content"])


def judges(
    verdicts: dict[str, tuple[str, str]] | None = None, language: str = "en", **fields: Any
) -> Behaviour:
    """Reply as asked: each point not said, but for those in `verdicts` (verdict, quote)."""

    def behave(handler: Handler, asked: Asked) -> None:
        says(json.dumps(whole_reply(keys_in(asked), verdicts, language, **fields)))(handler, asked)

    return behave


def whole_reply(
    keys: list[str],
    verdicts: dict[str, tuple[str, str]] | None = None,
    language: str = "en",
    **fields: Any,
) -> dict[str, Any]:
    words = {"en": "That is a fair comment.", "ko": "좋은 설명이에요."}[language]
    points = []
    for key in keys:
        verdict, quote = (verdicts or {}).get(key, ("not_said", ""))
        points.append({"point": key, "verdict": verdict, "quote": quote, "comment": words})
    return {
        "points": points,
        "strengths": [words],
        "next_step": words,
        "errors": [],
        "communication": [words],
    } | fields


def fails(status: int, **headers: str) -> Behaviour:
    def behave(handler: Handler, asked: Asked) -> None:
        body = json.dumps({"error": {"message": "no", "type": "t"}}).encode()
        handler.reply(status, body, **{"Content_Type": "application/json"} | headers)

    return behave


def refuses(*words: str) -> Behaviour:
    """Refuse every request that mentions one of these, as servers do that do not know them."""

    def behave(handler: Handler, asked: Asked) -> None:
        if any(word in json.dumps(asked) for word in words):
            fails(400)(handler, asked)
        else:
            judges()(handler, asked)

    return behave


def is_silent(handler: Handler, asked: Asked) -> None:
    handler.begin_stream()
    time.sleep(3)


def drips(handler: Handler, asked: Asked) -> None:
    """Never silent, never done."""
    handler.begin_stream()
    for _ in range(400):
        handler.event(chunk(" "))
        time.sleep(0.02)


def hangs_up(handler: Handler, asked: Asked) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.event(chunk('{"points": ['))
    handler.connection.close()


def sends_no_json(handler: Handler, asked: Asked) -> None:
    handler.begin_stream()
    handler.event("{{{ this is no chunk")
    handler.event("[DONE]")


def sends_a_web_page(handler: Handler, asked: Asked) -> None:
    handler.reply(200, b"<html>It works!</html>", Content_Type="text/html")


def floods(handler: Handler, asked: Asked) -> None:
    handler.begin_stream()
    for _ in range(500):
        handler.event(chunk("x" * 1000))
    handler.event("[DONE]")
