"""Cutting an answer at its quotes loses nothing and overlaps rightly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from grading.reports.markup import mark_up

ranges = st.lists(st.lists(st.integers(-5, 80), min_size=2, max_size=2), max_size=4)


def test_it_marks_overlapping_quotes() -> None:
    segments = mark_up("abcdef", {"x": [[0, 4]], "y": [[2, 6]]})
    assert [(s.text, s.points) for s in segments] == [
        ("ab", ("x",)),
        ("cd", ("x", "y")),
        ("ef", ("y",)),
    ]
    assert [s.first for s in segments] == [("x",), ("y",), ()]


def test_it_marks_no_white_space_at_the_ends() -> None:
    segments = mark_up("one \n two ", {"x": [[0, 5]], "y": [[4, 10]], "z": [[3, 6]]})
    assert [(s.text, s.points) for s in segments] == [
        ("one", ("x",)),
        (" \n ", ()),
        ("two", ("y",)),
        (" ", ()),
    ]


@given(st.text(max_size=60), st.dictionaries(st.sampled_from("abc"), ranges))
def test_it_never_loses_a_character(text: str, quotes: dict[str, list[list[int]]]) -> None:
    assert "".join(segment.text for segment in mark_up(text, quotes)) == text
