"""Two judgements of one point put together, and how far a reply is judged by its point alone."""

from __future__ import annotations

import pytest

from grading.asked import share_alone
from grading.engine.pool import pool
from grading.engine.verdict import STATES, PointVerdict, Quote, State


def judged(state: State, *likely: float, quote: int = 0) -> PointVerdict:
    return PointVerdict(
        key="alpha",
        state=state,
        credit=likely[0] + likely[1] / 2,
        probabilities=dict(zip(STATES, likely, strict=True)),
        quotes=() if state == "not_said" else (Quote(quote, quote + 5),),
        conflict="wrong" if state == "contradicted" else None,
    )


SAID = judged("said", 0.8, 0.1, 0.05, 0.05, quote=10)
MISSED = judged("not_said", 0.1, 0.1, 0.8, 0.0)


@pytest.mark.parametrize(("share", "expected"), [(0.0, MISSED), (1.0, SAID)])
def test_it_is_the_one_or_the_other_at_the_ends(share: float, expected: PointVerdict) -> None:
    assert pool(MISSED, SAID, share) == expected


def test_it_lies_between_and_shows_the_words_of_who_found_it() -> None:
    pooled = pool(MISSED, judged("said", 0.95, 0.02, 0.02, 0.01, quote=10), 0.5)
    assert sum(pooled.probabilities.values()) == pytest.approx(1.0, abs=0.001)
    assert 0.1 < pooled.credit < 0.95
    assert (pooled.state, pooled.quotes) == ("said", (Quote(10, 15),))


def test_it_shows_no_words_for_what_was_not_said() -> None:
    pooled = pool(judged("not_said", 0.0, 0.0, 1.0, 0.0), SAID, 0.5)
    assert (pooled.state, pooled.quotes) == ("not_said", ())


@pytest.mark.parametrize(("likely", "state"), [(0.7, "unsure"), (0.9, "contradicted")])
def test_it_tells_a_contradiction_only_where_it_is_plain(likely: float, state: State) -> None:
    rest = (1 - likely) / 3
    pooled = pool(MISSED, judged("contradicted", rest, rest, rest, likely), 1.0)
    assert pooled.state == state
    assert (pooled.conflict is None) is (state == "unsure")
    assert pooled.quotes


def test_beside_the_others_it_is_as_it_was() -> None:
    doubtful = judged("contradicted", 0.1, 0.1, 0.1, 0.7)
    assert pool(doubtful, SAID, 0.0) == doubtful


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("One pass.", 1.0),
        ("One pass. Then merge", 1.0),
        ("정렬하고요. 그다음에 합칩니다.", 1.0),
        ("One. Two. Three.", 0.5),
        ("One\nTwo\nThree\nFour", 0.0),
        ("About 0.95, at most.", 1.0),
        ("word " * 90, 0.0),
        ("", 1.0),
    ],
)
def test_a_short_reply_is_judged_by_its_point_alone(text: str, share: float) -> None:
    assert share_alone(text) == share
