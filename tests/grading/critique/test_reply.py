"""Reading replies field by field: quotes that do not occur go, a bad field is mended once or blank."""

from __future__ import annotations

import json
import unicodedata

import pytest

from grading.critique.neutral import neutralise
from grading.critique.opinions import combine, disagrees
from grading.critique.quotes import find_quote
from grading.critique.reply import read
from grading.critique.writing import write
from grading.models import CritiqueStatus
from tests.grading.critique.conftest import TEXT, critique_of
from tests.scripted_model import judges, says, whole_reply

KEYS = ["alpha", "beta"]


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("start with alpha", "start with alpha"),
        ("Start  with\nalpha.", "start with alpha"),
        ("“start with alpha”", "start with alpha"),
        ("… start with alpha …", "start with alpha"),
        ("begin with alpha", ""),
        ("alpha ... it", ""),
        ("", ""),
        ("a", ""),
        ("...", ""),
    ],
)
def test_it_keeps_only_what_was_written(quote: str, found: str) -> None:
    assert find_quote(quote, TEXT, neutralise(TEXT)) == found


@pytest.mark.parametrize(
    ("answer", "quote", "found"),
    [
        (
            unicodedata.normalize("NFD", "한글 데이터"),
            "한글 데이터",
            unicodedata.normalize("NFD", "한글 데이터"),
        ),
        ("한글 데이터", unicodedata.normalize("NFD", "한글 데이터"), "한글 데이터"),
        ("the ＡＵＣ rises", "the AUC rises", "the ＡＵＣ rises"),
        ("it’s “good” – really", 'it\'s "good" - really', "it’s “good” – really"),
        ("a\u00a0non-breaking space", "a non-breaking space", "a\u00a0non-breaking space"),
        ("recall을 봅니다", "recall", "recall"),
        ("recall rises with k", "recall rises with n", ""),
        ("재현율이 올라갑니다", "재현율이 내려갑니다", ""),
        ("this is unsupervised learning", "supervised learning", ""),
        ("a rate of 10.15 percent", "a rate of 10", ""),
        ("a rate of 10.15 percent", "0.15 percent", ""),
        ("Use step 1. Momentum helps.", "Momentum helps", "Momentum helps"),
    ],
)
def test_it_forgives_shapes_but_no_word(answer: str, quote: str, found: str) -> None:
    assert find_quote(quote, answer, neutralise(answer)) == found


def test_it_quotes_in_the_candidates_own_characters() -> None:
    text = "한글 \u200b데이터로 <<모델>>을 학습합니다"
    assert find_quote("데이터로 ‹‹모델››을", text, neutralise(text)) == "데이터로 <<모델>>을"


@pytest.mark.parametrize(
    "wrapping",
    ["{}", "```json\n{}\n```", "Here you are:\n{}", "{}\nI hope this helps!", "\ufeff{}"],
)
def test_it_finds_the_object_in_the_chatter(wrapping: str) -> None:
    reply = json.dumps(whole_reply(KEYS))
    assert set(read(wrapping.replace("{}", reply), KEYS, "en").points) == set(KEYS)


def test_it_uses_what_came_before_a_reply_broke_off() -> None:
    reply = json.dumps(whole_reply(KEYS))
    cut = reply[: reply.index('"strengths"')]
    reading = read(cut, KEYS, "en")
    assert set(reading.points) == set(KEYS)
    assert reading.problems == ["strengths", "communication", "errors", "next_step"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("next_step", 5),
        ("next_step", ""),
        ("next_step", None),
        ("next_step", "다음에는 더 하세요."),
        ("strengths", "many"),
        ("strengths", [1, 2]),
        ("communication", {"a": 1}),
        ("errors", "none"),
        ("points", [{"point": "alpha", "verdict": "maybe", "quote": "", "comment": ""}]),
        ("points", None),
    ],
)
def test_it_names_a_bad_field_and_keeps_the_others(field: str, value: object) -> None:
    reading = read(json.dumps(whole_reply(KEYS) | {field: value}), KEYS, "en")
    assert reading.problems
    assert all(problem.startswith(field) for problem in reading.problems)
    if field != "next_step":
        assert reading.next_step == "That is a fair comment."
    if field != "points":
        assert set(reading.points) == set(KEYS)


def test_it_asks_once_for_a_bad_field_and_takes_the_mended_one(scripted, graded) -> None:
    server = scripted(
        judges(next_step=7), says(json.dumps({"next_step": "Say how you would test it."}))
    )
    answer = graded()
    write(critique_of(answer).pk)
    critique = critique_of(answer)
    assert critique.content["next_step"] == "Say how you would test it."
    assert critique.content["strengths"] == ["That is a fair comment."]
    assert "- next_step" in server.asked[1]["messages"][-1]["content"]
    assert len(server.asked) == 2


def test_it_leaves_blank_what_is_bad_twice(scripted, graded) -> None:
    server = scripted(judges(next_step=7))
    answer = graded()
    write(critique_of(answer).pk)
    critique = critique_of(answer)
    assert critique.status == CritiqueStatus.WRITTEN
    assert critique.content["next_step"] == ""
    assert len(server.asked) == 2


def test_it_drops_an_error_that_nobody_made(scripted, graded) -> None:
    errors = [
        {"quote": "beta follows from it", "correction": "It is the other way round."},
        {"quote": "gamma is free", "correction": "It is not."},
    ]
    scripted(judges(errors=errors))
    answer = graded()
    write(critique_of(answer).pk)
    assert critique_of(answer).content["errors"] == errors[:1]


def readings(*verdicts: str, quote: str = "start with alpha"):
    replies = [whole_reply(KEYS, {"alpha": (verdict, quote)}) for verdict in verdicts]
    return [read(json.dumps(reply), KEYS, "en") for reply in replies]


@pytest.mark.parametrize(
    ("verdicts", "verdict"),
    [
        (["said", "said", "said"], "said"),
        (["said", "said", "partly"], "said"),
        (["said", "partly", "not_said"], ""),
        (["said", "not_said"], ""),
        (["said"], ""),
    ],
)
def test_it_abstains_where_samples_disagree_or_are_missing(verdicts, verdict) -> None:
    found = combine(readings(*verdicts), KEYS, TEXT, samples=3)
    assert found["alpha"].verdict == verdict


def test_it_believes_no_verdict_without_its_quote() -> None:
    found = combine(readings("said", quote="I said so"), KEYS, TEXT, samples=1)
    assert (found["alpha"].verdict, found["alpha"].comment) == ("", "That is a fair comment.")


def test_it_asks_for_verdicts_only_after_the_first_sample(scripted, graded, settings) -> None:
    settings.CRITIQUE_SAMPLES = 3
    server = scripted(judges({"alpha": ("said", "start with alpha")}))
    answer = graded()
    write(critique_of(answer).pk)
    assert len(server.asked) == 3
    properties = server.asked[1]["response_format"]["json_schema"]["schema"]["properties"]
    assert list(properties) == ["points"]
    assert critique_of(answer).opinions.get(point__key="alpha").agreement == 1.0


def test_each_sample_sees_the_points_in_another_order(scripted, graded, settings) -> None:
    settings.CRITIQUE_SAMPLES = 5
    server = scripted()
    write(critique_of(graded()).pk)
    orders = {asked["messages"][1]["content"].split("The answer")[0] for asked in server.asked}
    assert len(orders) > 1


@pytest.mark.parametrize(
    ("verdict", "state", "expected"),
    [
        ("said", "not_said", True),
        ("contradicted", "said", True),
        ("contradicted", "not_said", True),
        ("said", "partly", False),
        ("not_said", "partly", False),
        ("said", "said", False),
        ("said", "unsure", False),
        ("", "said", False),
    ],
)
def test_it_calls_for_a_human_look_only_where_it_matters(verdict, state, expected) -> None:
    assert disagrees(verdict, state) is expected
