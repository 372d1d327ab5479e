"""Language models behind any endpoint that speaks OpenAI's protocol.

The only file that imports openai, and only when a model is made: the web process needs none.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import Any

from grading.backends.language_model import Message, ModelError, Reply, Trouble
from grading.backends.sound import sound_count, sound_text

# The wishes that servers understand, the fullest first; the one that worked is kept.
STRICT, OBJECT, PLAIN = "json_schema", "json_object", "text"
MANNERS = (
    (STRICT, "max_completion_tokens"),
    (STRICT, "max_tokens"),
    (OBJECT, "max_tokens"),
    (PLAIN, "max_tokens"),
)
LONGEST_REPLY = 60_000
# whoever asks for a longer rest than this is not asked again at all
LONGEST_WAIT = 3600.0
# how a reply ends that the provider's own rules cut off
FILTERED = "content_filter"


class OpenAICompatible:
    """One endpoint and one model of it. Tries nothing twice: whoever calls knows what is still wanted."""

    def __init__(
        self,
        model: str,
        *,
        key: str,
        url: str,
        silence: float,
        limit: float,
        max_tokens: int,
    ) -> None:
        self.model = self.id = model
        self.limit = limit
        self.max_tokens = max_tokens
        self.manner = 0
        self.openai = importlib.import_module("openai")
        bounded = importlib.import_module("grading.backends.bounded")
        self.broken = (self.openai.OpenAIError, bounded.httpx2.HTTPError, ValueError)
        self.client = self.openai.OpenAI(
            api_key=key or "none",
            base_url=url or None,
            max_retries=0,
            # of each read; the whole reply has `limit`
            timeout=self.openai.Timeout(silence, connect=5.0),
            http_client=bounded.bounded_client(limit=limit),
        )

    def write(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        *,
        hear: Callable[[str], None] | None = None,
    ) -> Reply:
        while True:
            try:
                return self.ask(messages, schema, hear)
            except (self.openai.BadRequestError, self.openai.UnprocessableEntityError):
                # perhaps it was the manner; the plainest has no other left
                if self.manner + 1 >= len(MANNERS):
                    self.manner = 0
                    raise ModelError(Trouble.REFUSED) from None
                self.manner += 1
            except self.broken as error:
                raise self.translate(error) from None

    def ask(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        hear: Callable[[str], None] | None,
    ) -> Reply:
        form, limit_name = MANNERS[self.manner]
        wish: dict[str, Any] = {limit_name: self.max_tokens}
        if form == STRICT:
            wanted = {"name": "critique", "strict": True, "schema": dict(schema)}
            wish["response_format"] = {"type": STRICT, STRICT: wanted}
        elif form == OBJECT:
            wish["response_format"] = {"type": OBJECT}
        if form != PLAIN:
            wish["stream_options"] = {"include_usage": True}
        began = time.monotonic()
        # its overloads want literals; what a server understands is only known here
        create: Any = self.client.chat.completions.create
        stream = create(
            model=self.model,
            messages=[{"role": m.role, "content": m.content} for m in messages],
            stream=True,
            **wish,
        )
        text, usage, refused = "", None, False
        with stream:
            for chunk in self.chunks(stream):
                usage = getattr(chunk, "usage", None) or usage
                for choice in choices_of(chunk):
                    delta = getattr(choice, "delta", None)
                    piece = getattr(delta, "content", None)
                    text += piece if isinstance(piece, str) else ""
                    refused |= bool(getattr(delta, "refusal", None))
                    refused |= getattr(choice, "finish_reason", None) == FILTERED
                if len(text) > LONGEST_REPLY:
                    break
                if time.monotonic() - began > self.limit:
                    raise ModelError(Trouble.TIMED_OUT)
                if hear:
                    hear(sound_text(text))
        if not text.strip():
            # nothing, a call of a tool, or an error in the clothes of a success
            raise ModelError(Trouble.REFUSED if refused else Trouble.UNREADABLE)
        return Reply(
            text=sound_text(text),
            tokens_in=sound_count(getattr(usage, "prompt_tokens", None)),
            tokens_out=sound_count(getattr(usage, "completion_tokens", None)),
            seconds=time.monotonic() - began,
        )

    def chunks(self, stream: Iterable[Any]) -> Iterator[Any]:
        """The stream's chunks; what breaks it on the way is the connection's or the server's fault."""
        try:
            yield from stream
        except self.openai.OpenAIError:
            raise
        except Exception as error:
            # the transport's errors come through as they are, whichever transport it is
            late = is_late(error)
            unread = isinstance(error, ValueError)
            trouble = Trouble.UNREADABLE if unread else Trouble.UNREACHABLE
            raise ModelError(Trouble.TIMED_OUT if late else trouble) from None

    def transcribe(self, recording: bytes, *, name: str, kind: str, language: str) -> str:
        """Return what was said in a recording, in this language if one is given; raises ModelError."""
        try:
            heard = self.client.audio.transcriptions.create(
                model=self.model,
                file=(name, recording, kind),
                language=language or self.openai.omit,
            )
        except self.broken as error:
            raise self.translate(error) from None
        text = getattr(heard, "text", None)
        if not isinstance(text, str):
            raise ModelError(Trouble.UNREADABLE)
        return sound_text(text)

    def translate(self, error: Exception) -> ModelError:
        """Say what a failure of the client means; its own words may hold what was sent."""
        if isinstance(error, ModelError):
            return error
        if isinstance(error, self.openai.APITimeoutError):
            return ModelError(Trouble.TIMED_OUT)
        if isinstance(error, self.openai.RateLimitError):
            return ModelError(Trouble.BUSY, retry_after=retry_after(error))
        if isinstance(error, self.openai.APIStatusError):
            if error.status_code >= 500 or error.status_code in (408, 409):
                busy = error.status_code in (503, 529)
                trouble = Trouble.BUSY if busy else Trouble.UNREACHABLE
                return ModelError(trouble, retry_after=retry_after(error))
            return ModelError(Trouble.REFUSED)
        if isinstance(error, self.openai.APIConnectionError):
            return ModelError(Trouble.UNREACHABLE)
        if isinstance(error, self.openai.APIError):
            # said in the middle of a stream that began well
            return ModelError(Trouble.UNREACHABLE)
        if isinstance(error, self.broken) and not isinstance(error, ValueError):
            # while the words of a refusal were read
            return ModelError(Trouble.TIMED_OUT if is_late(error) else Trouble.UNREACHABLE)
        return ModelError(Trouble.UNREADABLE)


def choices_of(chunk: Any) -> Sequence[Any]:
    choices = getattr(chunk, "choices", None)
    return choices if isinstance(choices, list) else ()


def is_late(error: Exception) -> bool:
    return "timeout" in type(error).__name__.lower()


def retry_after(error: Any) -> float | None:
    """Return the seconds that the provider asks to wait, given as such or as a date."""
    wanted = error.response.headers.get("retry-after", "")
    try:
        seconds = float(wanted)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(wanted).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
    return max(0.0, seconds)
