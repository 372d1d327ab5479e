"""What a report shows of a whiteboard: the picture, and the same as a list that can be read out."""

from __future__ import annotations

from typing import Any

from interview.design.board import Board
from interview.design.elements import read_element
from interview.design.graph import read_graph
from interview.design.picture import draw_picture


def describe_drawing(board: Board | None) -> dict[str, Any] | None:
    """Return the context of ``design/_drawing.html``; None where nothing was drawn."""
    if board is None:
        return None
    # read anew: only what the newest rules let through reaches a page
    elements = [kept for one in board.elements if (kept := read_element(one))]
    picture = draw_picture(elements)
    if picture is None:
        return None
    return {"picture": picture, "graph": read_graph(elements)}
