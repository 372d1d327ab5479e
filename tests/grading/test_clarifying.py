"""Finding what was asked for: by the real encoder, on questions it was not tuned on."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from grading import clarifying
from grading.backends.load import load_grader
from grading.clarifying import hear
from grading.engine.encoder import MemoryVectors
from grading.engine.grader import Grader
from grading.management.commands import evaluate_clarifying
from grading.tasks import answer_question, sweep_questions
from interview.accounts.models import User
from interview.design.clarifying import ClarifyingQuestion, QuestionStatus, ask
from interview.practice.session import Session
from tests.factories import begin_case, make_case, stage_of
from tests.fakes import AbsentGrader


@lru_cache(maxsize=1)
def grader() -> Grader:
    return load_grader(MemoryVectors())


def test_it_hears_most_questions_and_seldom_mistakes_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = evaluate_clarifying.read_asked(evaluate_clarifying.ASKED)
    held = tmp_path / "held.jsonl"
    held.write_text("\n".join(json.dumps(row) for row in rows if row["split"] == "held"))
    monkeypatch.setattr(evaluate_clarifying, "load_grader", lambda _: grader())
    call_command("evaluate_clarifying", held, "--json")
    measured = json.loads(capsys.readouterr().out)
    found = Counter(measured["held, ko"]) + Counter(measured["held, en"])
    assert found["asked"] + found["outside"] >= 50
    assert found["right"] / found["asked"] >= 0.78
    assert found["wrong"] / found["asked"] <= 0.08
    assert found["answered"] / found["outside"] <= 0.2


@pytest.mark.parametrize("case", ["B4", "B5"])
def test_it_knows_a_limit_in_milliseconds_for_one_of_latency(case: str) -> None:
    assert (
        evaluate_clarifying.heard(grader(), case, "홈 화면을 몇 ms 안에 채워야 하나요?")
        == "latency"
    )
    assert evaluate_clarifying.heard(grader(), case, "점심은 드셨나요?") == ""


@pytest.fixture
def question(alice: User) -> ClarifyingQuestion:
    make_case()
    case: Session = begin_case(alice)
    answer = stage_of(case, "requirements")
    answer.turn.enter(timezone.now())
    return ask(answer, "What is the number of users?", timezone.now())


def test_it_answers_once(question: ClarifyingQuestion, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(clarifying, "the_grader", grader)
    monkeypatch.setattr(clarifying, "report_changed", lambda _, position: told.append(position))
    answer_question(question.pk)
    answer_question(question.pk)
    question.refresh_from_db()
    assert (question.status, question.fact) == (QuestionStatus.ANSWERED, "scale")
    assert told == [1]


def test_it_tries_again_while_there_is_no_model(
    question: ClarifyingQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clarifying, "the_grader", AbsentModel)
    hear(question.pk)
    question.refresh_from_db()
    assert (question.status, question.attempts) == (QuestionStatus.WAITING, 1)


class AbsentModel(AbsentGrader):
    def __getattr__(self, name: str) -> Any:
        return self.grade([])


def test_it_finds_what_no_message_brought(
    question: ClarifyingQuestion, monkeypatch: pytest.MonkeyPatch
) -> None:
    nudged: list[int] = []
    monkeypatch.setattr("grading.tasks.answer_question.delay", nudged.append)
    sweep_questions()
    assert nudged == [question.pk]
    hear(0)  # gone meanwhile
