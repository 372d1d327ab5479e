"""The room's coding part: the code, the visible tests, the last run."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from interview.coding.program import program_of
from interview.coding.report import describe_run
from interview.coding.spoken import error_line, spoken_of
from interview.practice.answer import Answer
from interview.practice.turn import Turn


def describe_part(turn: Turn, answer: Answer) -> dict[str, Any]:
    """Return what ``coding/_panel.html`` needs; the turn's version must be loaded."""
    coding = turn.version.coding
    if coding is None:
        return {}
    answer.turn = turn
    return {
        "program": program_of(answer),
        "starter": coding["starter"],
        "visible_tests": [test for test in coding["tests"] if not test["hidden"]],
        "hidden_count": sum(test["hidden"] for test in coding["tests"]),
        "max_program": settings.ANSWER_MAX_CHARACTERS,
    } | describe_latest(answer)


def describe_latest(answer: Answer) -> dict[str, Any]:
    """Return what ``coding/_run.html`` needs: the newest run, and how long the queue before it is."""
    run = answer.code_runs.first()
    if run is None:
        return {"latest": None}
    found, place = describe_run(run), 0 if run.is_done else run.place_in_queue()
    return {
        "latest": found,
        "place": place,
        "spoken": spoken_of(found, place),
        "error_line": error_line(found),
    }
