"""Telling open pages that a report changed. News only: a lost message costs one polling interval."""

from __future__ import annotations

from uuid import UUID

from interview.models import session_group
from interview.web import say


def report_changed(session_id: UUID, position: int) -> None:
    message = {"type": "report.changed", "position": position}
    say(session_group(session_id), message, session=str(session_id), position=position)
