"""Fetching a whole session's results in a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from grading.critique.consent import COMMENTED, is_on
from grading.models import Grade
from grading.reports.case import describe_case
from grading.reports.drawn import describe_board, note_drawn
from grading.reports.estimates import describe_estimates
from grading.reports.follow_ups import describe_follow_ups
from grading.reports.item import describe_item
from interview.models import Answer, Session, Turn


def load_items(session: Session, *, position: int | None = None) -> list[dict[str, Any]]:
    """Return one dictionary a closed question or case, in the order of the questions."""
    turns = (
        Turn.objects.filter(session=session)
        .select_related(
            "session", "version__question__topic", "version__question__rated", "board__reading"
        )
        .prefetch_related(
            "version__points",
            "stage_visits__answer",
            "questions",
            Prefetch("answers", closed_answers()),
        )
        .prefetch_related(Prefetch("answers", put_follow_ups(), to_attr="follow_ups"))
    )
    if position is not None:
        turns = turns.filter(position=position)
    return [item for turn in turns for item in items_of(turn)]


def items_of(turn: Turn) -> list[dict[str, Any]]:
    """Return the item of each answer; a design case's stages together are one."""
    items = [describe_answer(turn, answer) for answer in turn.answers.all()]
    put: list[Answer] = turn.follow_ups  # type: ignore[attr-defined]
    said = sum(answer.state == "submitted" for answer in (*turn.answers.all(), *put))
    drawn = describe_board(turn, said=said)
    note_drawn(items, drawn["drawn"])
    if any(answer.stage for answer in turn.answers.all()):
        items = [describe_case(turn, list(zip(turn.answers.all(), items, strict=True)))]
    return [item | drawn for item in items]


def describe_answer(turn: Turn, answer: Answer) -> dict[str, Any]:
    item = describe_item(turn, answer, latest_grade(answer))
    put: list[Answer] = turn.follow_ups  # type: ignore[attr-defined]
    asked = [(one, latest_grade(one)) for one in put if one.stage == answer.stage]
    commented = is_on() and turn.session.mode in COMMENTED
    item |= {"sequence": answer.sequence, "critique_on": commented and item["status"] == "scored"}
    item["estimates"] = describe_estimates(turn, answer)
    return item | describe_follow_ups(item, asked)


def closed_answers() -> Any:
    grades = Grade.objects.prefetch_related(
        "point_scores__point", "corrections", "appeals"
    ).order_by("-number")
    return (
        Answer.objects.exclude(state="open")
        .to_questions()
        .prefetch_related(Prefetch("grades", grades), "code_runs", "overrides")
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
