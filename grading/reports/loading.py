"""Fetching a whole session's results in a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from grading.models import Grade
from grading.reports.item import describe_item
from interview.models import Answer, Session, Turn


def load_items(session: Session, *, position: int | None = None) -> list[dict[str, Any]]:
    """Return one dictionary a closed answer, in the order of the questions."""
    turns = (
        Turn.objects.filter(session=session)
        .select_related("session", "version__question__topic")
        .prefetch_related("version__points", Prefetch("answers", closed_answers()))
    )
    if position is not None:
        turns = turns.filter(position=position)
    return [
        describe_item(turn, answer, latest_grade(answer))
        for turn in turns
        for answer in turn.answers.all()
    ]


def closed_answers() -> Any:
    grades = Grade.objects.prefetch_related("point_scores__point").order_by("-number")
    return (
        Answer.objects.exclude(state="open")
        .filter(sequence=0)
        .prefetch_related(Prefetch("grades", grades), "code_runs")
    )


def latest_grade(answer: Answer) -> Grade | None:
    """Return the newest scored grade; while there is none, the newest attempt."""
    grades = list(answer.grades.all())
    scored = [grade for grade in grades if grade.score is not None]
    return next(iter(scored or grades), None)
