"""Right, off and unstated: what is said of the numbers in an answer."""

from __future__ import annotations

import pytest

from grading.engine.estimates.check import check_estimates
from grading.engine.estimates.estimate import Estimate, Verdict


def only(text: str, *given: str) -> Estimate:
    (found,) = check_estimates(text, given)
    return found


def test_it_names_the_power_of_ten_and_the_inputs() -> None:
    found = only("임베딩 2억 행에 16차원 fp32면 약 130MB입니다.")
    assert found.verdict is Verdict.OFF
    assert found.slip == "10^-2"
    assert found.recomputed == pytest.approx(12_800)
    assert [entry.quote for entry in found.inputs] == ["2억 행", "16차원", "fp32"]


def test_it_names_bits_taken_for_bytes() -> None:
    found = only("10,000 requests per second at 50 KB each, so we need 500 Mbps.")
    assert (found.verdict, found.slip) == (Verdict.OFF, "bits")


@pytest.mark.parametrize("said", ["1,000", "1,157", "1,200", "1,500"])
def test_it_allows_rounding(said: str) -> None:
    text = f"100 million searches a day, so about {said} QPS."
    assert only(text).verdict is Verdict.RIGHT


def test_it_says_nothing_bad_of_a_factor_of_two() -> None:
    assert only("하루 1억 건이니까 초당 2,300건입니다.").verdict is Verdict.RIGHT


def test_it_asks_for_the_input_that_is_missing() -> None:
    found = only("1억 개 아이템에 128차원이니까 한 51GB 정도 필요합니다.")
    assert found.verdict is Verdict.UNSTATED
    assert found.missing == ("precision",)


@pytest.mark.parametrize(
    "text",
    [
        "하루 사용자는 3천만 명이고 상품은 5백만 개입니다.",
        "p99 지연은 200ms 이내여야 합니다.",
        "In 2023 we moved to version 4 and rerank the top 100.",
        "Assume the index takes 2 TB today.",
        "하루 500만 개가 올라오고, 검색은 초당 2만 건입니다.",
        "We ingest 5 million videos a day. Search handles 20,000 QPS.",
        "Is it 10,000 QPS? With 10 million users I doubt it.",
    ],
)
def test_it_leaves_given_numbers_alone(text: str) -> None:
    assert all(e.verdict is Verdict.RIGHT for e in check_estimates(text))


@pytest.mark.parametrize(
    "text",
    [
        "하루 1TB씩 30일 쌓이는데 압축하면 3TB입니다.",
        "A billion vectors of 128 floats, compressed with PQ, so about 16 GB.",
        "백만 개에 k가 100, 64차원이면 float64로 50기가라 터집니다.",
    ],
)
def test_it_accuses_nobody_where_something_else_is_said(text: str) -> None:
    assert all(e.verdict is not Verdict.OFF for e in check_estimates(text))


def test_it_reckons_with_what_the_interviewer_gave() -> None:
    given = "동영상은 5억 개입니다."
    found = only("256차원 half 벡터면 256기가바이트라서 압축합니다.", given)
    assert found.verdict is Verdict.RIGHT
    assert found.inputs[0].given


def test_it_takes_a_repeated_number_for_no_estimate() -> None:
    assert check_estimates("하루 10억 요청이라고 하셨죠.", ["하루 10억 요청입니다."]) == ()


def test_it_does_not_sum_parts_that_run_side_by_side() -> None:
    assert check_estimates("Both run in parallel, 200 ms and 300 ms, 310 ms in total.") == ()


def test_it_charges_a_mistake_once() -> None:
    text = "천만 명이 하루 30번 요청하면 하루 30억 건, 그러니까 초당 3만 5천 건이죠."
    assert [e.verdict for e in check_estimates(text)] == [Verdict.OFF, Verdict.RIGHT]
