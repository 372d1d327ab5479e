"""Making the rows that tests start from."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from interview.accounts.models import Role, User
from interview.practice.answer import Answer
from interview.practice.beginning import begin_session
from interview.practice.session import Session
from interview.questions.importing import load_questions
from interview.questions.models import Question, Topic
from interview.questions.schema import QuestionFile

numbers = count(1)


def make_user(name: str = "alice", *, role: str = Role.CANDIDATE, **fields: Any) -> User:
    return User.objects.create_user(f"{name}@example.org", "correct horse", role=role, **fields)


def make_point(key: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": key,
        "dimension": "knowledge",
        "weight": 2,
        "text": {"ko": f"{key}은 중요하다.", "en": f"The claim {key} holds."},
        "phrasings": {
            "ko": [f"{key} 이거 꼭 봐야 돼요.", f"저는 {key}부터 확인합니다."],
            "en": [f"I would look at {key} first.", f"You need {key} here."],
        },
        "contrasts": [
            {"kind": "negated", "ko": f"{key}은 필요 없다.", "en": f"You never need {key}."},
            {"kind": "reversed", "ko": f"{key}은 거꾸로다.", "en": f"It is {key} backwards."},
        ],
        "probe": {"ko": f"{key}은 어떤가요?", "en": f"What about {key}?"},
    } | fields


def question_data(key: str = "", **fields: Any) -> dict[str, Any]:
    """Return a whole question file as plain data."""
    key = key or f"T{next(numbers)}"
    slug = f"question-{key.lower().replace('.', '-')}"
    return {
        "id": key,
        "slug": slug,
        "round": "fundamentals",
        "level": "mid",
        "minutes": 8,
        "topic": key.split("-")[0],
        "prompt": {"ko": f"{key}를 설명해 주세요.", "en": f"Please explain {key}."},
        "hints": [
            {"cost": 5, "ko": "첫째 힌트", "en": "First hint"},
            {"cost": 10, "ko": "둘째 힌트", "en": "Second hint"},
        ],
        "model_answer": {"ko": "모범 답안입니다.", "en": "This is the model answer."},
        "points": [make_point(name) for name in ("alpha", "beta", "gamma", "delta")],
    } | fields


def make_question(key: str = "", **fields: Any) -> Question:
    data = question_data(key, **fields)
    Topic.objects.get_or_create(
        key=data["topic"],
        defaults={
            "round": data["round"],
            "position": next(numbers),
            "name_ko": f"주제 {data['topic']}",
            "name_en": f"Topic {data['topic']}",
        },
    )
    load_questions([QuestionFile.model_validate(data)])
    return Question.objects.select_related("current").get(key=data["id"])


def make_case(key: str = "B1", **fields: Any) -> Question:
    """Make a design case of three stages, each with points named after it."""
    stages = ("requirements", "data", "serving")
    points = [make_point(f"{s}-{n}", stage=s, weight=2 + n) for s in stages for n in (1, 2)]
    fact = {
        "id": "scale",
        "important": True,
        "asks": {
            "ko": ["몇 명이 쓰나요?", "사용자 수는 얼마인가요?"],
            "en": ["How many people use it?", "What is the number of users?"],
        },
        "answer": {"ko": "천만 명입니다.", "en": "Ten million."},
    }
    case = {"round": "system_design", "minutes": 45, "points": points, "facts": [fact]}
    return make_question(key, **(case | fields))


def begin_case(user: User, **choice: Any) -> Session:
    return make_session(
        user, **({"round": "system_design", "minutes": 45, "whole_case": True} | choice)
    )


def stage_of(session: Session, stage: str) -> Answer:
    return Answer.objects.select_related("turn__session", "turn__version__question__topic").get(
        turn__session=session, stage=stage, sequence__lt=100
    )


def make_session(user: User, *, now: datetime | None = None, **choice: Any) -> Session:
    chosen = {"round": "fundamentals", "minutes": 30, "language": "en", "mode": "study"} | choice
    return begin_session(user, now=now, **chosen)


def answer_of(session: Session, position: int = 1) -> Answer:
    return Answer.objects.select_related("turn__session").get(
        turn__session=session, turn__position=position, sequence=0
    )
