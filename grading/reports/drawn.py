"""What was drawn beside what was said: for a turn's report and for each of its points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from interview.models import Turn, describe_drawing


def describe_board(turn: Turn, *, said: int) -> dict[str, Any]:
    """Return what a turn's item shows of its whiteboard; `board__reading` must be loaded.

    said: how many answers of the turn were submitted; a reading of fewer is made anew.
    """
    board = getattr(turn, "board", None)
    reading = getattr(board, "reading", None)
    drawing = describe_drawing(board)
    stale = board is not None and not (
        reading and (reading.revision, reading.answers) == (board.revision, said)
    )
    return {
        "drawing": drawing,
        "board_pending": drawing is not None and stale and said > 0,
        "drawn": reading.points if reading else {},
        "unexplained": reading.unexplained if reading else [],
    }


def note_drawn(items: Iterable[dict[str, Any]], drawn: dict[str, list[str]]) -> None:
    """Put the labels that name a point beside it."""
    for item in items:
        for point in item["points"]:
            point["drawn"] = drawn.get(point["key"], [])
