"""Providers at their worst: each leaves a reason, an honest ledger, and a worker that is free again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.utils import timezone

from grading.backends.openai_compatible import retry_after
from grading.critique.breaker import LONGEST_REST, rest_of
from grading.critique.writing import FORGOTTEN_AFTER, write
from grading.models import Critique, CritiqueReason, CritiqueStatus, Grade, Spend
from tests.grading.critique.conftest import critique_of
from tests.scripted_model import fails, judges, says, serve, whole_reply
from tests.scripted_troubles import (
    breaks_off,
    choice,
    comments_for_ever,
    events,
    never_ends_its_line,
    redirects,
    refuses_without_its_words,
    replies,
    reports,
)

REASON = CritiqueReason
TOOL = {"tool_calls": [{"index": 0, "function": {"name": "grade", "arguments": "{}"}}]}


def write_for(answer) -> Critique:
    write(critique_of(answer).pk)
    return critique_of(answer)


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (comments_for_ever, REASON.TIMED_OUT),
        (never_ends_its_line, REASON.UNREADABLE),
        (refuses_without_its_words, REASON.TIMED_OUT),
        (events({"error": {"message": "overloaded", "code": 529}}), REASON.UNREACHABLE),
        (replies(200, {"error": {"message": "quota"}}), REASON.UNREADABLE),
        (replies(200, {"choices": []}), REASON.UNREADABLE),
        (events({"choices": []}), REASON.UNREADABLE),
        (events({"choices": ["no choice"]}), REASON.UNREADABLE),
        (events({"choices": 7}, [1, 2], "null", '"text"'), REASON.UNREADABLE),
        (events(choice(None), choice("words"), choice({"content": 5})), REASON.UNREADABLE),
        (events(choice(TOOL, finish_reason="tool_calls")), REASON.UNREADABLE),
        (events(choice({"refusal": "I can't help with that."})), REASON.REFUSED),
        (events(choice({}, finish_reason="content_filter")), REASON.REFUSED),
        (events("[" * 5000), REASON.UNREACHABLE),
    ],
)
def test_it_names_what_went_wrong_and_the_score_stands(
    scripted, graded, settings: LazySettings, behaviour, reason
) -> None:
    if reason == REASON.TIMED_OUT:
        settings.CRITIQUE_SILENCE_SECONDS, settings.CRITIQUE_LIMIT_SECONDS = 0.4, 0.8
    settings.CRITIQUE_ATTEMPTS = 1
    scripted(behaviour)
    critique = write_for(graded())
    assert (critique.status, critique.reason) == (CritiqueStatus.FAILED, reason)
    assert Grade.objects.get().score == 50.0
    assert not Spend.objects.filter(settled=False).exists()


def test_it_follows_nobody_to_another_host(scripted, graded) -> None:
    with serve(judges()) as elsewhere:
        scripted(redirects(f"{elsewhere.url}/chat/completions"))
        assert write_for(graded()).reason == REASON.REFUSED
        assert not elsewhere.asked


@pytest.mark.parametrize("reason", [None, "length"])
def test_it_shows_no_half_sentence_of_a_reply_that_broke_off(scripted, graded, reason) -> None:
    scripted(breaks_off("Say how you", reason=reason))
    critique = write_for(graded())
    assert critique.status == CritiqueStatus.WRITTEN
    assert critique.content["strengths"] == ["That is a fair comment."]
    assert critique.content["next_step"] == ""


@pytest.mark.parametrize(
    "usage",
    [
        {"prompt_tokens": "many", "completion_tokens": None},
        {"prompt_tokens": -5, "completion_tokens": 10**12},
        {"prompt_tokens": True, "completion_tokens": 1.5},
        "none",
    ],
)
def test_it_counts_for_itself_where_the_providers_count_is_none(scripted, graded, usage) -> None:
    scripted(reports(usage))
    assert write_for(graded()).status == CritiqueStatus.WRITTEN
    spend = Spend.objects.get()
    assert 100 < spend.tokens_in < 10_000
    assert 100 < spend.tokens_out < 10_000


def test_it_books_the_words_that_came_before_a_reply_broke(scripted, graded, settings) -> None:
    settings.CRITIQUE_PRICE_OUT, settings.CRITIQUE_ATTEMPTS = 10.0, 1
    scripted(events(choice({"content": "x" * 1000}), {"error": {"message": "gone"}}))
    write_for(graded())
    spend = Spend.objects.get()
    assert (spend.answered, spend.tokens_out) == (False, 500)
    assert spend.cost > 0


@pytest.mark.parametrize("hidden", ["\0", "\ud800", "\u202e", "\U000e0041", "\u200b"])
def test_it_keeps_nothing_that_cannot_be_seen(scripted, graded, hidden: str) -> None:
    """As it comes in the stream, and written as an escape within it."""
    words = f"A fair{hidden} comment."
    scripted(judges(strengths=[words]), judges(strengths=[words]))
    critique = write_for(graded())
    assert critique.status == CritiqueStatus.WRITTEN
    assert critique.content["strengths"] == ["A fair comment."]


def test_it_takes_nul_and_halves_of_characters_in_the_stream_itself(scripted, graded) -> None:
    scripted(says("\0\ud83d" + str(whole_reply(["alpha"])).replace("'", '"')))
    critique = write_for(graded())
    assert critique.status == CritiqueStatus.WRITTEN
    assert "\0" not in critique.raw[0]["text"]


@pytest.mark.parametrize("entry", [{"comment": None}, {"comment": "long " * 400}])
def test_a_comment_that_is_none_takes_no_verdict_with_it(scripted, graded, entry) -> None:
    point = {"point": "alpha", "verdict": "said", "quote": "start with alpha"} | entry
    scripted(judges(points=[point]))
    critique = write_for(graded())
    assert critique.opinions.get(point__key="alpha").verdict == "said"


class Refusal:
    def __init__(self, wanted: str) -> None:
        self.response = self
        self.headers = {"retry-after": wanted}


@pytest.mark.parametrize(
    ("wanted", "least", "most"),
    [
        ("7", 7, 7),
        ("1.5", 1.5, 1.5),
        ("-3", 0, 0),
        ("nan", 0, 0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0, 0),
        ("Fri, 31 Dec 2999 23:59:59 GMT", 10**9, 10**11),
        ("999999999", 999999999, 999999999),
    ],
)
def test_it_reads_how_long_it_is_to_wait(wanted: str, least: float, most: float) -> None:
    assert least <= retry_after(Refusal(wanted)) <= most


@pytest.mark.parametrize(
    "wanted", ["", "soon", "Fri, 99 Dec 2026 99:99:99 GMT", f"Fri, 31 Dec {'9' * 30}"]
)
def test_it_makes_nothing_of_a_time_that_is_none(wanted: str) -> None:
    assert retry_after(Refusal(wanted)) is None


def test_all_leave_a_provider_alone_that_wants_it(scripted, graded) -> None:
    server = scripted(fails(429, Retry_After="400"), judges())
    answer = graded()
    write_for(answer)
    assert 350 < rest_of("scripted") <= 400
    Critique.objects.update(retry_at=None)
    critique = write_for(answer)
    assert (critique.status, critique.reason) == (CritiqueStatus.WAITING, REASON.RESTING)
    assert (critique.retry_at - timezone.now()).total_seconds() > 300
    assert len(server.asked) == 1


def test_it_gives_up_where_the_wait_is_absurd(scripted, graded) -> None:
    scripted(fails(429, Retry_After="9999999"))
    critique = write_for(graded())
    assert (critique.status, critique.reason) == (CritiqueStatus.FAILED, REASON.BUSY)
    assert rest_of("scripted") <= LONGEST_REST


def test_a_rest_costs_no_try(scripted, graded, settings: LazySettings) -> None:
    settings.CRITIQUE_ATTEMPTS = 2
    scripted(fails(503, Retry_After="600"), judges())
    answer = graded()
    for _ in range(4):
        Critique.objects.update(retry_at=None)
        write(critique_of(answer).pk)
    assert critique_of(answer).status == CritiqueStatus.WAITING
    cache.clear()
    Critique.objects.update(retry_at=None)
    assert write_for(answer).status == CritiqueStatus.WRITTEN


def test_nothing_waits_for_ever(scripted, graded) -> None:
    scripted(fails(503, Retry_After="600"))
    answer = graded()
    write_for(answer)
    Critique.objects.update(
        retry_at=None, created_at=timezone.now() - FORGOTTEN_AFTER - timedelta(minutes=1)
    )
    assert write_for(answer).status == CritiqueStatus.FAILED
