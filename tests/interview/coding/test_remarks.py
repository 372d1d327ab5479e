"""What is told of a failed test, and at which line: nothing that is not so."""

from __future__ import annotations

from typing import Any

import pytest

from interview.coding.remarks import failure_tells, line_of, lines_of
from interview.questions.coding_schema import CodeTest
from interview.sandbox import Array, CallOutcome, State

NESTED = """
def helper(rows):
    \"\"\"For every row in rows, say so.\"\"\"
    for row in rows:
        print(row)

def answer(rows):
    while True:
        for row in rows:
            pass
"""


def told(finds: str, state: State, *, sound: bool, check: str = "close") -> list[str]:
    test = CodeTest.model_validate({"id": "t", "call": "f()", "finds": finds, "check": check})
    outcome, wanted = CallOutcome(state, 1), CallOutcome(State.FINISHED, 2)
    return list(failure_tells(test, outcome, wanted, sound=sound))


@pytest.mark.parametrize("finds", ["mutation", "determinism", "leakage"])
def test_it_tells_of_a_value_and_not_of_an_error(finds: str) -> None:
    assert told(finds, State.FINISHED, sound=True) == [finds]
    assert told(finds, State.RAISED, sound=True) == []
    assert told(finds, State.NOT_RUN, sound=True) == []


def test_it_calls_what_gets_nothing_right_wrong_and_not_unstable() -> None:
    assert told("stability", State.RAISED, sound=True) == ["stability"]
    assert told("stability", State.RAISED, sound=False) == []
    assert told("leakage", State.FINISHED, sound=False) == []
    assert told("leakage", State.FINISHED, sound=False, check="same") == ["leakage"]


@pytest.mark.parametrize(
    ("value", "wanted", "found"),
    [
        (Array("float64", (2, 1), [[1.0], [2.0]]), [1, 2], ["shape"]),
        (Array("float64", (1,), [1.0]), 1.0, ["shape"]),
        ([3.0], [1, 2], []),
        (None, [1, 2], []),
        ((0, 1.5, 0.3), None, []),
        ([[["a", "b"]], []], [[], []], []),
    ],
)
def test_it_tells_of_another_number_of_dimensions(
    value: Any, wanted: Any, found: list[str]
) -> None:
    test = CodeTest.model_validate({"id": "t", "call": "f()"})
    outcomes = CallOutcome(State.FINISHED, value), CallOutcome(State.FINISHED, wanted)
    assert list(failure_tells(test, *outcomes, sound=True)) == found


def test_it_points_at_the_innermost_loop_or_the_function() -> None:
    assert line_of("vectorised", NESTED, "answer") == 9
    assert line_of("leakage", NESTED, "answer") == 7
    assert line_of("vectorised", "x = 1", "answer") is None
    assert line_of("shape", "answer = max", "answer") is None


def test_it_counts_lines_as_python_does() -> None:
    assert lines_of("a = '\u2028\x0c\x85'\r\nb\rc\n") == ["a = '\u2028\x0c\x85'", "b", "c"]
