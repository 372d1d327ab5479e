"""Everything the product knows of a person, as one document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from grading.models import Critique, Grade
from interview.models import Answer, ChatMessage, Round, Turn, User


def export_of(user: User) -> dict[str, Any]:
    answers = (
        Answer.objects.visible_to(user)
        .select_related("turn__session", "turn__version__question")
        .select_related("asked_point", "program")
        .prefetch_related("grades__point_scores__point", "overrides__point")
        .prefetch_related("grades__corrections", "grades__appeals__point")
        .order_by("turn__session__started_at", "turn__position", "sequence")
    )
    return {
        "person": {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "joined": user.date_joined,
            "extra_time": user.time_multiplier,
            "model_consent": user.model_consent,
        },
        "answers": [describe_answer(answer) for answer in answers],
        "design_rounds": [describe_round(turn) for turn in design_turns(user)],
        "critiques": [describe_critique(critique) for critique in critiques_of(user)],
        "messages": [
            {"room": message.room_id, "at": message.at, "text": message.text}
            for message in ChatMessage.objects.filter(seat__user=user)
        ],
    }


def describe_answer(answer: Answer) -> dict[str, Any]:
    turn = answer.turn
    return {
        "session": turn.session_id,
        "started": turn.session.started_at,
        "question": turn.version.question.key,
        "rubric_version": turn.version.number,
        "prompt": turn.version.prompt(turn.session.language),
        "stage": answer.stage,
        "follow_up": answer.asked_point.probe(turn.session.language) if answer.asked_point else "",
        "state": answer.state,
        "draft": answer.draft,
        "text": answer.text,
        "code": answer.program.text if hasattr(answer, "program") else "",
        "submitted": answer.submitted_at,
        "spent_seconds": turn.spent_seconds,
        "hints_shown": turn.hints_shown,
        "grades": [describe_grade(grade) for grade in answer.grades.all() if turn.session.tells],
        "corrections": [
            {"point": row.point.key, "state": row.state, "reason": row.reason, "at": row.created_at}
            for row in answer.overrides.all()
            if turn.session.tells
        ],
    }


def design_turns(user: User) -> Iterable[Turn]:
    """What was drawn, asked and looked at in design rounds, beside the answers."""
    turns = Turn.objects.visible_to(user).filter(session__round=Round.SYSTEM_DESIGN)
    return turns.select_related("board", "version__question").prefetch_related(
        "board__versions", "questions", "stage_visits__answer"
    )


def describe_round(turn: Turn) -> dict[str, Any]:
    board = getattr(turn, "board", None)
    return {
        "session": turn.session_id,
        "question": turn.version.question.key,
        "whiteboard": board.elements if board else [],
        "whiteboard_versions": [
            {"saved": version.saved_at, "elements": version.elements}
            for version in (board.versions.all() if board else ())
        ],
        "asked": [
            {"text": asked.text, "at": asked.asked_at, "fact": asked.fact}
            for asked in turn.questions.all()
        ],
        "visits": [
            {"stage": visit.answer.stage, "from": visit.entered_at, "to": visit.left_at}
            for visit in turn.stage_visits.all()
        ],
    }


def describe_grade(grade: Grade) -> dict[str, Any]:
    return {
        "status": grade.status,
        "score": grade.score,
        "interval": [grade.low, grade.high],
        # as people's corrections have it
        "corrected": grade.figures()[0],
        "appeals": [
            {"point": row.point.key, "reason": row.reason, "state": row.state, "reply": row.reply}
            for row in grade.appeals.all()
        ],
        "gates": grade.gates,
        "engine": grade.engine,
        "encoder": grade.encoder,
        "calibration": grade.calibration,
        "points": [
            {"point": row.point.key, "state": row.state, "credit": row.credit, "quotes": row.quotes}
            for row in grade.point_scores.all()
        ],
    }


def critiques_of(user: User) -> Iterable[Critique]:
    """Return what a language model wrote about this person's answers, the oldest first."""
    critiques = Critique.objects.visible_to(user).order_by("pk")
    return critiques.select_related(
        "grade__answer__turn", "grade__version__question"
    ).prefetch_related("opinions__point")


def describe_critique(critique: Critique) -> dict[str, Any]:
    answer = critique.grade.answer
    return {
        "session": answer.turn.session_id,
        "question": critique.grade.version.question.key,
        "stage": answer.stage,
        "status": critique.status,
        "model": critique.model,
        "prompt": critique.prompt_version,
        "written": critique.finished_at,
        "content": critique.content,
        "points": [
            {"point": o.point.key, "verdict": o.verdict, "quote": o.quote, "comment": o.comment}
            for o in critique.opinions.all()
        ],
    }
