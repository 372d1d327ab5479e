"""Comparing a returned value with the expected one; on the server, never inside the guest."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from interview.questions.coding_schema import CodeTest
from interview.sandbox import Array, plain


def shape_of(value: Any) -> tuple[int, ...]:
    """Return an array's shape, or a regular nested list's; () for anything else."""
    if isinstance(value, Array):
        return value.shape
    if isinstance(value, list | tuple):
        inner = {shape_of(item) for item in value}
        return (len(value), *(inner.pop() if len(inner) == 1 else ()))
    return ()


def agrees(actual: Any, expected: Any, test: CodeTest) -> bool:
    """Say whether the value is what the test wants. Arrays, lists and tuples count alike."""
    try:
        return CHECKS[test.check](plain(actual), plain(expected), test)
    except (TypeError, ValueError, OverflowError, RecursionError):
        return False  # values that cannot even be compared


def is_close(actual: Any, expected: Any, test: CodeTest) -> bool:
    if isinstance(expected, list):
        return (
            isinstance(actual, list)
            and len(actual) == len(expected)
            and all(is_close(a, e, test) for a, e in zip(actual, expected, strict=True))
        )
    if isinstance(expected, dict):
        return (
            isinstance(actual, dict)
            and actual.keys() == expected.keys()
            and all(is_close(actual[key], expected[key], test) for key in expected)
        )
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        return type(actual) is type(expected) and bool(actual == expected)
    if isinstance(actual, bool) or not isinstance(actual, int | float):
        return False
    if math.isnan(expected):
        return math.isnan(actual)
    return math.isclose(actual, expected, rel_tol=test.rtol, abs_tol=test.atol)


def is_exact(actual: Any, expected: Any, _: CodeTest) -> bool:
    return type(actual) is type(expected) and bool(actual == expected)


def is_same_but_for_order(actual: Any, expected: Any, _: CodeTest) -> bool:
    return isinstance(actual, list) and Counter(map(repr, actual)) == Counter(map(repr, expected))


def is_same_partition(actual: Any, expected: Any, _: CodeTest) -> bool:
    """Two labellings are the same when they differ only in the labels' names."""
    pairs = {(repr(a), repr(e)) for a, e in zip(actual, expected, strict=True)}
    return len(pairs) == len({a for a, _ in pairs}) == len({e for _, e in pairs})


def are_alike(actual: Any, _: Any, test: CodeTest) -> bool:
    """All items are the same, and are something: a program that returns nothing shows nothing."""
    return (
        isinstance(actual, list)
        and bool(actual)
        and actual[0] is not None
        and all(is_close(item, actual[0], test) for item in actual[1:])
    )


def has_frequencies(actual: Any, expected: Any, test: CodeTest) -> bool:
    """Each outcome's share of all outcomes lies within `atol` of what is expected, no others come."""
    counts = Counter(map(repr, actual))
    wanted = {repr(outcome): share for outcome, share in expected}
    return (
        len(actual) > 0
        and counts.keys() <= wanted.keys()
        and all(abs(counts[o] / len(actual) - share) <= test.atol for o, share in wanted.items())
    )


CHECKS = {
    "close": is_close,
    "exact": is_exact,
    "unordered": is_same_but_for_order,
    "partition": is_same_partition,
    "same": are_alike,
    "frequencies": has_frequencies,
}
