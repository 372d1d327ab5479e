"""An HTTP client that no reply can hold for ever: its body has a deadline and a largest size.

It follows no redirects: what people were told goes to one host goes to no other.
Imported by the backend that needs it, when it needs it: the web process has no use for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, cast

import httpx2
import openai

# of a whole reply; one that stays within the limit of text is far below it
MOST_BYTES = 8 * 1024 * 1024
DEADLINE = "deadline"


class TooLargeError(ValueError):
    """The reply has more bytes than any that is asked for."""


class Held(httpx2.SyncByteStream):
    """A body's bytes until its deadline. A time-out of the socket alone never comes where a server
    goes on sending comments, or one byte at a time."""

    def __init__(self, stream: httpx2.SyncByteStream, deadline: float) -> None:
        self.stream = stream
        self.deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self.stream:
            size += len(piece)
            if size > MOST_BYTES:
                raise TooLargeError
            if time.monotonic() > self.deadline:
                raise httpx2.ReadTimeout("The reply took too long as a whole.")
            yield piece

    def close(self) -> None:
        self.stream.close()

    @property
    def elapsed(self) -> Any:
        return getattr(self.stream, "elapsed", None)


def bounded_client(*, limit: float) -> httpx2.Client:
    """Return a client whose requests are each over `limit` seconds after they were sent."""

    def begin(request: httpx2.Request) -> None:
        request.extensions[DEADLINE] = time.monotonic() + limit

    def hold(response: httpx2.Response) -> None:
        stream = cast(httpx2.SyncByteStream, response.stream)
        response.stream = Held(stream, response.request.extensions[DEADLINE])

    return openai.DefaultHttpxClient(
        follow_redirects=False, event_hooks={"request": [begin], "response": [hold]}
    )
