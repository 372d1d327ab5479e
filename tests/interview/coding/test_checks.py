"""Values are compared on the server, whatever the guest's own idea of equality."""

from __future__ import annotations

from typing import Any

import pytest

from interview.coding.checks import agrees
from interview.questions.coding_schema import CodeTest
from interview.sandbox import Array, Opaque


@pytest.mark.parametrize(
    ("check", "actual", "expected", "holds"),
    [
        ("close", Array("float64", (2,), [1.0, 2.0000000001]), [1, 2], True),
        ("close", [1.0, 2.1], [1, 2], False),
        ("close", (1, 2), [1, 2], True),
        ("close", [1], [1, 2], False),
        ("close", True, 1, False),
        ("close", 1, True, False),
        ("close", float("inf"), 1.0, False),
        ("close", "a", "a", True),
        ("close", {"a": 1}, {"a": 1.0}, True),
        ("close", None, None, True),
        ("close", Opaque("AlwaysEqual"), 1, False),
        ("exact", 1.0, 1, False),
        ("unordered", [2, 1], [1, 2], True),
        ("unordered", [1, 1], [1, 2], False),
        ("partition", [5, 5, 0], [0, 0, 1], True),
        ("partition", [0, 1, 1], [0, 0, 1], False),
        ("partition", [0], [0, 1], False),
        ("same", [[1, 2], [1, 2]], None, True),
        ("same", [1, 2], None, False),
        ("frequencies", [0, 1, 0, 1], [[0, 0.5], [1, 0.5]], True),
        ("frequencies", [0, 0, 0, 1], [[0, 0.5], [1, 0.5]], False),
        ("frequencies", [0, 1, 2], [[0, 0.5], [1, 0.5]], False),
        ("frequencies", 7, [[0, 1.0]], False),
    ],
)
def test_it_compares(check: Any, actual: Any, expected: Any, holds: bool) -> None:
    test = CodeTest(id="t", call="f()", check=check, atol=0.01 if check == "frequencies" else 1e-6)
    assert agrees(actual, expected, test) is holds
