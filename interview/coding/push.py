"""Telling open pages that a run has moved on. News only: a lost message costs a polling interval."""

from __future__ import annotations

from interview.coding.models import CodeRun
from interview.news import say
from interview.practice.session import session_group


def run_changed(run: CodeRun) -> None:
    turn = run.answer.turn
    message = {"type": "report.changed", "position": turn.position}
    say(session_group(turn.session_id), message, run=run.pk)
