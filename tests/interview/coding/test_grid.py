"""Arrays are shown as rows and columns, with what differs marked and long ones drawn."""

from __future__ import annotations

import math
from typing import Any

import pytest

from interview.coding.grid import MOST_COLUMNS, MOST_ROWS, draw_grid, draw_lines


def close(actual: float, expected: float) -> bool:
    return math.isclose(actual, expected, abs_tol=0.01)


def test_it_shows_a_matrix_with_its_shape() -> None:
    grid = draw_grid([[1, 2.5], [3.0, float("nan")]])
    assert grid is not None
    assert (grid["shape"], grid["flat"]) == ("(2, 2)", False)
    assert [[cell["text"] for cell in row] for row in grid["rows"]] == [["1", "2.5"], ["3", "nan"]]


def test_it_marks_only_what_differs_beyond_the_tolerance() -> None:
    grid = draw_grid([1.0, 2.0, 3.0], [1.001, 2.0, 4.0], close)
    assert grid is not None
    assert [cell["differs"] for cell in grid["rows"][0]] == [False, False, True]


def test_it_marks_nothing_where_the_shapes_differ() -> None:
    grid = draw_grid([[1.0, 2.0]], [5.0, 6.0], close)
    assert grid is not None
    assert grid["misshapen"]
    assert not any(cell["differs"] for row in grid["rows"] for cell in row)


def test_it_says_how_much_was_left_out() -> None:
    grid = draw_grid([[0.0] * (MOST_COLUMNS + 3)] * (MOST_ROWS + 2))
    assert grid is not None
    assert (len(grid["rows"]), len(grid["rows"][0])) == (MOST_ROWS, MOST_COLUMNS)
    assert (grid["more_rows"], grid["more_columns"]) == (2, 3)


@pytest.mark.parametrize(
    "value", [3, None, "text", ["a", "b"], [[1, 2], [3]], [[[1.0]]], [], {"a": 1}, [None, 1.0]]
)
def test_it_leaves_other_values_as_text(value: Any) -> None:
    assert draw_grid(value) is None


def test_it_draws_long_rows_on_one_scale() -> None:
    lines = draw_lines([float(n) for n in range(50)], [0.0] * 49 + [float("inf")])
    assert lines is not None
    assert len(lines["expected"].split()) == 50
    assert len(lines["actual"].split()) == 49
    assert {point.split(",")[1] for point in lines["actual"].split()} == {"76.0"}


@pytest.mark.parametrize("values", [([1.0] * 50, [[1.0]] * 50), ([1.0], [1.0]), (["a"] * 50,) * 2])
def test_it_draws_nothing_else(values: tuple[Any, Any]) -> None:
    assert draw_lines(*values) is None


def test_it_leaves_ints_beyond_every_float_as_text() -> None:
    huge = 10**400
    assert draw_grid([huge, 1], [1.0, 1.0], close) is None
    lines = draw_lines([huge, *range(50)], [0.0] * 50)
    assert lines is not None
    assert len(lines["expected"].split()) == 50


def test_it_draws_no_line_wider_than_numbers_reach() -> None:
    assert draw_lines([1e308, -1e308] * 20, [0.0] * 40) is None
