"""What numbers measure and count, and where exactly they stand."""

from __future__ import annotations

import pytest

from grading.engine.estimates.quantities import find_quantities
from grading.engine.estimates.quantity import Cue, Measure, Noun


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("51기가바이트", Measure.BYTES, 51e9),
        ("2TB", Measure.BYTES, 2e12),
        ("8 GiB", Measure.BYTES, 8 * 2**30),
        ("4 Gbps", Measure.BYTE_RATE, 0.5e9),
        ("5 GB/s", Measure.BYTE_RATE, 5e9),
        ("하루 1TB", Measure.BYTE_RATE, 1e12 / 86_400),
        ("20밀리초", Measure.TIME, 0.02),
        ("30 ms", Measure.TIME, 0.03),
        ("90일 보관", Measure.TIME, 90 * 86_400),
        ("초당 500건", Measure.RATE, 500),
        ("1만 2천 QPS", Measure.RATE, 12_000),
        ("86,400 requests a day", Measure.RATE, 1),
        ("QPS는 약 1,200", Measure.RATE, 1200),
        ("128차원", Measure.DIMS, 128),
        ("128-dimensional", Measure.DIMS, 128),
        ("fp16", Measure.PRECISION, 2),
        ("4비트로", Measure.PRECISION, 0.5),
        ("파라미터당 16바이트", Measure.PRECISION, 16),
        ("0.5%p", Measure.POINTS, 0.005),
        ("5퍼센트", Measure.SHARE, 0.05),
        ("3배", Measure.FACTOR, 3),
        ("a 3x peak", Measure.FACTOR, 3),
        ("1.2e20 FLOPs", Measure.FLOP, 1.2e20),
        ("2023년", Measure.OTHER, 2023),
        ("top 100 results", Measure.OTHER, 100),
        ("상위 50개", Measure.OTHER, 50),
        ("5달러", Measure.OTHER, 5),
    ],
)
def test_it_knows_the_unit(text: str, measure: Measure, value: float) -> None:
    found = find_quantities(text)[0]
    assert found.measure is measure
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("5천만 명", Noun.PEOPLE),
        ("100 million daily active users", Noun.PEOPLE),
        ("파라미터 70억 개", Noun.PARAMETERS),
        ("a 7B model", Noun.PARAMETERS),
        ("20B tokens", Noun.TOKENS),
        ("A billion 128-dimensional float32 vectors", Noun.THINGS),
        ("GPU 40장", Noun.MACHINES),
        ("복제본 3개", Noun.COPIES),
        ("후보 300개", Noun.CANDIDATES),
    ],
)
def test_it_knows_what_is_counted(text: str, noun: Noun) -> None:
    assert find_quantities(text)[0].noun is noun


def test_it_tells_one_machines_rate_and_one_persons_habit() -> None:
    (machine,) = find_quantities("서버 한 대가 초당 500건을 처리")
    (person,) = find_quantities("each user makes 10 requests a day")
    assert machine.has(Cue.PER_MACHINE)
    assert person.has(Cue.PER_PERSON)


def test_it_quotes_what_stands_there() -> None:
    text = "그래서 하루 1억 6천만 건, 초당 1,900건 정도입니다."
    for q in find_quantities(text):
        assert text[q.start : q.end] == q.quote
