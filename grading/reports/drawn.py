"""What was drawn beside what was said: for a turn's report and for each of its points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from interview.models import Turn, describe_drawing


def describe_board(turn: Turn) -> dict[str, Any]:
    """Return what a turn's item shows of its whiteboard; `board__reading` must be loaded."""
    board = getattr(turn, "board", None)
    reading = getattr(board, "reading", None)
    return {
        "drawing": describe_drawing(board),
        "drawn": reading.points if reading else {},
        "unexplained": reading.unexplained if reading else [],
    }


def note_drawn(items: Iterable[dict[str, Any]], drawn: dict[str, list[str]]) -> None:
    """Put the labels that name a point beside it."""
    for item in items:
        for point in item["points"]:
            point["drawn"] = drawn.get(point["key"], [])
