"""Numbers as people write and say them."""

from __future__ import annotations

import pytest

from grading.engine.estimates.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1억 2천만", 1.2e8),
        ("1.5억", 1.5e8),
        ("8억 6400만", 8.64e8),
        ("1만 2천", 12_000),
        ("3만5천", 35_000),
        ("100만", 1e6),
        ("1,000만", 1e7),
        ("천만 건", 1e7),
        ("십만 개", 1e5),
        ("천이백 QPS", 1200),
        ("만 이천 건", 12_000),
        ("이천만 명", 2e7),
        ("다섯 배", 5),
        ("2조", 2e12),
        ("12k", 12_000),
        ("7B", 7e9),
        ("4.2e22", 4.2e22),
        ("10^9", 1e9),
        ("1.2×10^20", 1.2e20),
        ("100,000", 100_000),
        ("300 million", 3e8),
        ("half a billion", 5e8),
        ("two hundred million", 2e8),
        ("twenty-five", 25),
        ("one hundred and twenty", 120),
        ("a dozen", 12),
    ],
)
def test_it_reads_one_number(text: str, value: float) -> None:
    (number,) = find_numbers(text)
    assert number.value == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["fp16", "p99", "v2", "3.2.1", "GPT-4", "조회 수", "절대 조건", "천천히"]
)
def test_it_reads_none_where_there_is_none(text: str) -> None:
    assert find_numbers(text) == []


def test_it_keeps_two_numbers_apart() -> None:
    assert [n.value for n in find_numbers("100만 200만, 2억 행에 16차원")] == [1e6, 2e6, 2e8, 16]
