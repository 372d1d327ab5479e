"""What a failed test says of a program beyond being wrong, and at which of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from interview.coding.checks import shape_of
from interview.questions.coding_schema import CodeTest
from interview.sandbox import Array, CallOutcome, State, plain

# Below this no time is worth a remark: measuring itself takes about as long.
QUICK_MS = 10.0
# A program that gets nothing right is credited with none of these: it leaves alone what it never had.
GUARDS = {"mutation", "determinism", "leakage"}
LOOP = re.compile(r"([ \t]+)(?:for\b.*\bin\b|while\b).*:")


def remarks(test: CodeTest, outcome: CallOutcome, wanted: CallOutcome) -> list[str]:
    """Return what is wrong with a value beyond its numbers."""
    slow = is_slow(test, outcome, wanted)
    if outcome.state != State.FINISHED:
        return ["vectorised"] if slow else []
    found: list[str] = []
    value = outcome.value
    rows = isinstance(value, Array | list | tuple)  # None has no other shape, it is no answer
    if isinstance(wanted.value, Array) and rows and shape_of(value) != wanted.value.shape:
        found.append("shape")
    if test.dtype and not (isinstance(value, Array) and value.dtype == test.dtype):
        found.append("dtype")
    if slow:
        found.append("vectorised")
    return found


def is_slow(test: CodeTest, outcome: CallOutcome, wanted: CallOutcome) -> bool:
    if test.slower is None:
        return False
    if outcome.state == State.TIME_LIMIT:
        return True
    allowed = test.slower * max(wanted.cpu_ms, QUICK_MS)
    return outcome.state == State.FINISHED and outcome.cpu_ms > allowed


def failure_tells(
    test: CodeTest, outcome: CallOutcome, wanted: CallOutcome, *, sound: bool
) -> Iterator[str]:
    """Yield what a failed test shows beyond a wrong value.

    sound: the program gets some visible test right. What gets none is wrong, not unstable.
    """
    finished = outcome.state == State.FINISHED
    if finished and test.check == "close" and is_misshapen(outcome.value, wanted.value):
        yield "shape"
    if test.finds == "stability" and sound and outcome.state != State.NOT_RUN:
        yield test.finds
    # these are told of a value: a function that raised has neither changed nor leaked anything
    if test.finds in GUARDS and finished and (sound or test.check == "same"):
        yield test.finds


def is_misshapen(value: Any, wanted: Any) -> bool:
    """Say whether both are numbers in rows, and in another number of dimensions."""
    shapes = numbers_shape(plain(value)), numbers_shape(plain(wanted))
    return None not in shapes and len(shapes[0] or ()) != len(shapes[1] or ())


def numbers_shape(value: Any) -> tuple[int, ...] | None:
    """Return the shape of a number or of regular lists of numbers; None for everything else."""
    if isinstance(value, list):
        inner = {numbers_shape(item) for item in value}
        shape = inner.pop() if len(inner) == 1 else None
        return None if shape is None else (len(value), *shape)
    return () if isinstance(value, int | float) and not isinstance(value, bool) else None


def line_of(kind: str, program: str, entry: str) -> int | None:
    """Return the line a remark is about: the innermost loop's, or that of the function asked for.

    Lines are looked at and not parsed: Python's parser is no place for hostile text.
    """
    lines = lines_of(program)
    if kind == "vectorised":
        return innermost_loop(lines)
    begins = re.compile(rf"[ \t]*(?:def|class)[ \t]+{re.escape(entry)}\b")
    return next((n for n, line in enumerate(lines, start=1) if begins.match(line)), None)


def innermost_loop(lines: list[str]) -> int | None:
    """Return the first line of a loop inside the most others."""
    found: tuple[int, int] | None = None
    around: list[int] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        around = [one for one in around if one < indent]
        if LOOP.match(line):
            around.append(indent)
            if found is None or len(around) > found[0]:
                found = len(around), number
    return found[1] if found else None


def lines_of(program: str) -> list[str]:
    """Return the program's lines as Python counts them, which knows fewer ends than `splitlines`."""
    *lines, last = re.split(r"\r\n|\r|\n", program)
    return [*lines, last] if last else lines
