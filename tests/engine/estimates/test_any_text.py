"""Whatever is written: exact quotes, the same answer twice, never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.engine.estimates.check import check_estimates
from grading.engine.estimates.quantities import find_quantities

WORDS = (
    "1 0 10 86,400 1억 2천만 천만 3만 1.5 1e9 10^9 7B 2^40 99999999999999999999 half a billion",
    "ten three × * / = ÷ 곱하기 나누기 . , ; : ? ( 명 건 개 대 장 차원 fp16 float32 MB 기가바이트",
    "Gbps QPS ms 초 일 년 % %p 배 users requests a day per second 하루 초당 서버 한 대가 each GPU so",
    "그래서 필요 면 니까 총 total tokens parameters Adam FLOPs replicas in total twice peak 피크",
)
PIECES = st.sampled_from([word for line in WORDS for word in line.split()])
SENTENCES = st.lists(PIECES, max_size=25).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), SENTENCES), st.lists(SENTENCES, max_size=2))
def test_it_quotes_exactly_and_says_the_same_again(text: str, said: list[str]) -> None:
    found = check_estimates(text, said)
    assert found == check_estimates(text, said)
    for estimate in found:
        assert text[estimate.start : estimate.end] == estimate.quote
        for entry in estimate.inputs:
            assert any(entry.quote in source for source in ([*said] if entry.given else [text]))
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.quote


@pytest.mark.parametrize(
    "piece", ["천", "1억 ", "1×", "10 ", "하루 ", "에", "ten ", "9" * 50, "0.0%p ", "."]
)
def test_it_ends_on_long_runs(piece: str) -> None:
    assert check_estimates(piece * 4000) == check_estimates(piece * 4000)
