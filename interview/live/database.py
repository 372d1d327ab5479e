"""Database work of the sockets: in threads of their own, so that no page waits for another's query."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from channels.db import DatabaseSyncToAsync

P = ParamSpec("P")
T = TypeVar("T")

THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")


def in_database(work: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """Return the function as one to await."""
    call: Callable[P, Awaitable[T]] = DatabaseSyncToAsync(
        work, thread_sensitive=False, executor=THREADS
    )
    return call
