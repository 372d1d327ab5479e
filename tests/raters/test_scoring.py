"""Scores from people's states, by the engine's own arithmetic."""

from __future__ import annotations

from grading.engine.calibration import Uncalibrated
from grading.engine.kappa import kappa, share_agreed
from grading.engine.rubric import Point
from grading.raters.scoring import Judged, score_again, score_of_states
from grading.raters.settling import settle

SURE = {"said": 0.0, "partly": 0.0, "not_said": 1.0, "contradicted": 0.0}


def point(key: str, **fields) -> Point:
    text = {"en": key, "ko": key}
    given = {"dimension": "knowledge", "weight": 1.0, "required": False}
    return Point(key=key, text=text, phrasings={}, contrasts=(), **(given | fields))


def judged(*people: str | None) -> list[Judged]:
    return [Judged(point(str(n)), SURE, person) for n, person in enumerate(people)]


def test_it_counts_what_people_say() -> None:
    found = score_again(judged("said", None), gates=(), score=0.0, calibration=Uncalibrated())
    assert found.score == 50.0
    assert found.low < 50.0 < found.high
    assert found.dimensions == {"knowledge": 50.0}


def test_it_opens_a_gate_once_a_person_has_heard_something() -> None:
    closed = score_again(
        judged("not_said", None), gates=["other_topic"], score=2.0, calibration=None
    )
    assert closed.score == 2.0
    opened = score_again(judged("said", "said"), gates=["other_topic"], score=2.0, calibration=None)
    assert opened.score == 100.0


def test_it_moves_by_as_much_as_the_states_where_the_calibration_is_gone() -> None:
    found = score_again(judged("said", None, None, None), gates=(), score=12.0, calibration=None)
    assert found.score == 37.0


def test_it_scores_states_alone() -> None:
    points = [point("a", required=True), point("b")]
    assert score_of_states(points, {"a": "said", "b": "partly"}) == 75.0
    assert score_of_states(points, {"a": "not_said", "b": "said"}) == 50.0
    assert score_of_states(points, {"a": "contradicted", "b": "not_said"}) == 0.0


def test_it_measures_agreement_beyond_chance() -> None:
    assert kappa({("said", "said"): 5, ("not_said", "not_said"): 5}) == 1.0
    assert kappa({("a", "a"): 25, ("a", "b"): 25, ("b", "a"): 25, ("b", "b"): 25}) == 0.0
    # the textbook's: 20 and 15 agreed of 50
    pairs = {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
    assert kappa(pairs) == 0.4
    assert share_agreed(pairs) == 0.7


def test_it_measures_nothing_where_there_is_nothing() -> None:
    assert kappa({}) is None
    assert kappa({("said", "said"): 9}) is None
    assert share_agreed({}) is None


def test_it_settles_what_nobody_disputes_and_leaves_the_rest_to_a_third() -> None:
    first, second = {"a": "said", "b": "said"}, {"a": "said", "b": "partly"}
    assert settle(first, None, None) == first
    assert settle(first, second, None) == {"a": "said"}
    assert settle(first, second, {"a": "partly", "b": "said"}) == {"a": "partly", "b": "said"}
