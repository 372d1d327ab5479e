"""Finding what was asked for: by the real encoder, on questions it was not tuned on."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import Any

import pytest
from django.utils import timezone

from grading import clarifying
from grading.backends.load import load_grader
from grading.clarifying import facts_of, hear
from grading.engine.encoder import MemoryVectors
from grading.engine.facts import find_fact
from grading.engine.grader import Grader
from grading.learning import QUESTIONS, ROOT
from grading.tasks import answer_question, sweep_questions
from interview.accounts.models import User
from interview.design.clarifying import ClarifyingQuestion, QuestionStatus, ask
from interview.models import read_question
from interview.practice.session import Session
from tests.factories import begin_case, make_case, stage_of
from tests.fakes import AbsentGrader

ASKED = ROOT / "fixtures" / "clarifying" / "questions.jsonl"
# the bounds were chosen on B1 to B5
HELD_OUT = {"B6", "B7", "B8", "B9", "B10"}


@lru_cache(maxsize=1)
def grader() -> Grader:
    return load_grader(MemoryVectors())


def count_outcomes(language: str) -> Counter[str]:
    rows = [json.loads(line) for line in ASKED.read_text(encoding="utf-8").splitlines()]
    found: Counter[str] = Counter()
    facts: dict[str, Any] = {}
    for row in rows:
        if row["case"] not in HELD_OUT or row["language"] != language:
            continue
        if row["case"] not in facts:
            path = next(QUESTIONS.glob(f"system_design/{row['case']}-*.yaml"))
            facts[row["case"]] = facts_of([f.model_dump() for f in read_question(path).facts])
        ear = grader()
        key = find_fact(row["text"], facts[row["case"]], ear.encoder, ear.store, ear.glossary).key
        if row["fact"] is None:
            found["outside"] += 1
            found["false"] += bool(key)
        else:
            found["asked"] += 1
            found["right" if key == row["fact"] else "wrong" if key else "unfound"] += 1
    return found


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_hears_most_questions_and_seldom_mistakes_one(language: str) -> None:
    found = count_outcomes(language)
    assert found["right"] / found["asked"] >= 0.7
    assert found["wrong"] / found["asked"] <= 0.12
    assert found["false"] / found["outside"] <= 0.3


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
