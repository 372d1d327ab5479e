"""The numbers of an answer in its report: recomputed, in words, beside the score and never in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from grading.reports.estimate_words import write_number, write_quantity
from grading.reports.loading import load_items
from grading.tasks import grade_answer
from interview.accounts.models import User
from interview.design.clarifying import ClarifyingQuestion
from interview.practice.answer import Answer
from interview.practice.finishing import finish_session
from interview.practice.session import Session
from tests.factories import begin_case, make_case, stage_of
from tests.fakes import KeywordGrader

WRONG = "alpha. 200 million rows of 16 floats is about 130 MB."
RIGHT = "alpha. 200 million rows of 16 floats is about 13 GB."

Submitted = Callable[..., Answer]


def report_of(answer: Answer, client: Client, language: str = "en") -> str:
    grade_answer(answer.pk)
    session = answer.turn.session
    finish_session(session, now=session.deadline)
    page = client.get(reverse("report", args=[session.pk]), headers={"accept-language": language})
    return str(page.content.decode())


def test_it_shows_what_was_said_and_what_follows(
    client: Client, grader: KeywordGrader, submitted: Submitted
) -> None:
    page = report_of(submitted(WRONG, language="en"), client)
    assert "Your numbers" in page
    assert "off by ×100: too small" in page
    assert "12.8 GB" in page
    assert "200 million rows" in page
    assert "Not part of the score" in page


def test_it_says_so_in_korean(
    client: Client, alice: User, grader: KeywordGrader, submitted: Submitted
) -> None:
    alice.language = "ko"
    alice.save()
    page = report_of(
        submitted("alpha. 2억 행에 16차원 fp32면 130MB입니다.", language="ko"), client, "ko"
    )
    assert "답변 속 숫자" in page
    assert "×100 차이: 너무 작음" in page


def test_it_leaves_the_score_alone(grader: KeywordGrader, submitted: Submitted) -> None:
    answer = submitted(WRONG, language="en")
    grade_answer(answer.pk)
    (wrong,) = load_items(answer.turn.session)
    Answer.objects.filter(pk=answer.pk).update(text=RIGHT)
    (right,) = load_items(answer.turn.session)
    assert [e["verdict"] for e in wrong["estimates"] + right["estimates"]] == ["off", "right"]
    assert wrong["score"] == right["score"]


def test_it_shows_nothing_where_nothing_was_estimated(
    client: Client, grader: KeywordGrader, submitted: Submitted
) -> None:
    assert "Your numbers" not in report_of(submitted("alpha in 2023", language="en"), client)


def test_it_shows_an_outsider_nothing(
    outsider: Client, client: Client, grader: KeywordGrader, submitted: Submitted
) -> None:
    answer = submitted(WRONG, language="en")
    report_of(answer, client)
    url = reverse("report", args=[answer.turn.session.pk])
    assert outsider.get(url).status_code == 404


def test_it_takes_inputs_from_the_question_and_earlier_stages(
    alice: User, grader: KeywordGrader
) -> None:
    make_case()
    session: Session = begin_case(alice, mode="real", language="en")
    texts = {
        "requirements": "requirements-1. There are 500 million videos.",
        "serving": "At 256 dimensions in fp16 the vectors come to 256 GB.",
    }
    for stage, text in texts.items():
        Answer.objects.filter(pk=stage_of(session, stage).pk).update(draft=text)
    finish_session(session, now=session.started_at)
    (item,) = load_items(session)
    (serving,) = (stage for stage in item["stages"] if stage["stage"] == "serving")
    (estimate,) = serving["estimates"]
    assert estimate["verdict"] == "right"
    assert [entry["elsewhere"] for entry in estimate["inputs"]] == [True, False, False]


def test_it_takes_what_the_interviewer_told_and_nothing_unasked(
    alice: User, grader: KeywordGrader
) -> None:
    facts = [
        {
            "id": name,
            "asks": {"ko": ["몇 개예요?", "규모는요?"], "en": ["How many?", "What is the scale?"]},
            "answer": {"ko": "동영상 5억 개입니다.", "en": "There are 500 million videos."},
        }
        for name in ("scale", "other-scale")
    ]
    make_case(facts=facts)
    session: Session = begin_case(alice, mode="real", language="en")
    serving = stage_of(session, "serving")
    text = "At 256 dimensions in fp16 the vectors come to 256 GB."
    Answer.objects.filter(pk=serving.pk).update(draft=text)
    finish_session(session, now=session.started_at)
    unasked = load_items(session)[0]["stages"][-1]["estimates"]
    question = ClarifyingQuestion.objects.create(
        turn=serving.turn, stage="serving", text="How many?", asked_at=session.started_at
    )
    question.settle("scale", 0.9, session.started_at)
    asked = load_items(session)[0]["stages"][-1]["estimates"]
    assert [entry["verdict"] for entry in unasked] != ["right"]
    assert [entry["verdict"] for entry in asked] == ["right"]


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("en", 11574.07, "11,600"),
        ("en", 1.8e9, "1.8 billion"),
        ("ko", 11574.07, "1.16만"),
        ("ko", 1.6e8, "1.6억"),
        ("en", 24.2, "24.2"),
        ("en", 4.2e22, "4.2e+22"),
    ],
)
def test_it_writes_numbers_as_the_language_does(language: str, value: float, written: str) -> None:
    with translation.override(language):
        assert write_number(value) == written


def test_it_writes_units_in_their_symbols() -> None:
    with translation.override("en"):
        assert write_quantity(500, "megabyte/second") == "500 MB per second"
        assert write_quantity(1000, "gigabyte/day") == "1 TB per day"
        assert write_quantity(110, "millisecond") == "110 ms"
        assert write_quantity(1000, "minute") == "1,000 minutes"
        assert write_quantity(365, "terabyte/year") == "365 TB per year"
