"""Fetching a whole session's results in a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from grading.models import Grade
from grading.reports.follow_ups import describe_follow_ups
from grading.reports.item import describe_item
from interview.models import Answer, Session, Turn


def load_items(session: Session, *, position: int | None = None) -> list[dict[str, Any]]:
    """Return one dictionary a closed answer, in the order of the questions."""
    turns = (
        Turn.objects.filter(session=session)
        .select_related("session", "version__question__topic")
        .prefetch_related("version__points", Prefetch("answers", closed_answers()))
        .prefetch_related(Prefetch("answers", put_follow_ups(), to_attr="follow_ups"))
    )
    if position is not None:
        turns = turns.filter(position=position)
    return [describe_answer(turn, answer) for turn in turns for answer in turn.answers.all()]


def describe_answer(turn: Turn, answer: Answer) -> dict[str, Any]:
    item = describe_item(turn, answer, latest_grade(answer))
    put: list[Answer] = turn.follow_ups  # type: ignore[attr-defined]
    asked = [(one, latest_grade(one)) for one in put if one.stage == answer.stage]
    return item | describe_follow_ups(item, asked)


def closed_answers() -> Any:
    grades = Grade.objects.prefetch_related("point_scores__point").order_by("-number")
    return (
        Answer.objects.exclude(state="open")
        .to_questions()
        .prefetch_related(Prefetch("grades", grades), "code_runs")
    )


def put_follow_ups() -> Any:
    """The follow-ups that were put to the person, whatever came of them."""
    grades = Grade.objects.prefetch_related("point_scores__point").order_by("-number")
    closed = Answer.objects.to_follow_ups().exclude(state="open").filter(opened_at__isnull=False)
    return closed.select_related("asked_point").prefetch_related(Prefetch("grades", grades))


def latest_grade(answer: Answer) -> Grade | None:
    """Return the newest scored grade; while there is none, the newest attempt."""
    grades = list(answer.grades.all())
    scored = [grade for grade in grades if grade.score is not None]
    return next(iter(scored or grades), None)
