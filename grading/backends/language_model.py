"""The port to a language model: messages in, text out, and what it took."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, Protocol

from grading.backends.errors import BackendError


@dataclass(frozen=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Reply:
    """What came back; tokens are the provider's own count, or None where it gives none."""

    text: str
    tokens_in: int | None
    tokens_out: int | None
    seconds: float


class Trouble(StrEnum):
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    BUSY = "busy"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


class ModelError(BackendError):
    """The model gave no reply; `retry_after` is what the provider asked to wait, in seconds."""

    def __init__(self, trouble: Trouble, *, retry_after: float | None = None) -> None:
        super().__init__(str(trouble), permanent=trouble == Trouble.REFUSED)
        self.trouble = trouble
        self.retry_after = retry_after


class LanguageModel(Protocol):
    id: str

    def write(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        *,
        hear: Callable[[str], None] | None = None,
    ) -> Reply:
        """Return the whole reply; `hear` is given all the text so far, again and again.

        Raises ModelError.
        """
        ...
