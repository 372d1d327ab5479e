"""Arrays of numbers as a reader sees them: rows and columns, what differs marked, long ones as a line."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import Any, TypedDict

from interview.coding.checks import shape_of

MOST_ROWS = 8
MOST_COLUMNS = 12
# A row longer than this is easier to see as a line than to read as numbers.
LONG = 16
MOST_POINTS = 400
WIDTH, HEIGHT, MARGIN = 400.0, 80.0, 4.0

Same = Callable[[Any, Any], bool]


class Cell(TypedDict):
    text: str
    differs: bool


class Grid(TypedDict):
    """`shape` as Python writes it; `flat` for one row; `more_rows` and `more_columns` were left out."""

    shape: str
    flat: bool
    # the other value has another shape, which is then the first thing to see
    misshapen: bool
    rows: list[list[Cell]]
    more_rows: int
    more_columns: int


class Lines(TypedDict):
    """The points of two polylines in a box of 400 by 80; empty where there is nothing to draw."""

    expected: str
    actual: str


def draw_grid(value: Any, other: Any = None, same: Same | None = None) -> Grid | None:
    """Return the value as rows of cells, those that `same` denies marked; None for other values.

    `value` and `other` are plain: lists of numbers, or lists of such lists.
    """
    shape = shape_of(value)
    if not 1 <= len(shape) <= 2 or 0 in shape:
        return None
    table = value if len(shape) == 2 else [value]
    if not all(is_number(cell) for row in table for cell in row):
        return None
    wanted = other if len(shape) == 2 else [other]
    compare = same if same is not None and shape_of(other) == shape else None
    rows = [
        [
            Cell(
                text=number_text(number),
                differs=compare is not None and not compare(number, wanted[i][j]),
            )
            for j, number in enumerate(row[:MOST_COLUMNS])
        ]
        for i, row in enumerate(table[:MOST_ROWS])
    ]
    return Grid(
        shape=str(shape),
        flat=len(shape) == 1,
        misshapen=same is not None and shape_of(other) != shape,
        rows=rows,
        more_rows=max(0, len(table) - MOST_ROWS),
        more_columns=max(0, shape[-1] - MOST_COLUMNS),
    )


def draw_lines(expected: Any, actual: Any) -> Lines | None:
    """Return two long rows of numbers as polylines on one scale; None where they are no such rows."""
    rows = (expected, actual)
    if any(len(shape_of(row)) != 1 or len(row) <= LONG for row in rows):
        return None
    finite = [n for row in rows for n in row if is_number(n) and math.isfinite(n)]
    if not finite:
        return None
    low, high = float(min(finite)), float(max(finite))
    if not math.isfinite(high - low):
        return None
    length = max(map(len, rows))
    return Lines(
        expected=points(expected, low, high, length), actual=points(actual, low, high, length)
    )


def points(row: list[Any], low: float, high: float, length: int) -> str:
    step = max(1, math.ceil(len(row) / MOST_POINTS))
    span = (high - low) or 1.0
    return " ".join(
        f"{WIDTH * i / max(1, length - 1):.1f},"
        f"{MARGIN + (HEIGHT - 2 * MARGIN) * (1 - (row[i] - low) / span):.1f}"
        for i in range(0, len(row), step)
        if is_number(row[i]) and math.isfinite(row[i])
    )


def is_number(value: Any) -> bool:
    """Say whether it can be drawn: an int beyond every float cannot even be compared with one."""
    return isinstance(value, float) or (isinstance(value, int) and abs(value) <= sys.float_info.max)


def number_text(value: float) -> str:
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    return f"{value:.6g}"
