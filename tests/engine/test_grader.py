"""The grader as a whole, on a rubric of two points and an encoder of trigrams."""

from __future__ import annotations

from grading.engine.grader import Grader
from grading.engine.rubric import Rubric
from grading.engine.verdict import GradeItem
from tests.engine.fake_encoder import TrigramEncoder

GOOD = (
    "Bagging reduces variance because it averages many models. "
    "Boosting fits each model to the errors before it."
)


def test_it_returns_one_verdict_for_each_item_in_order(grader: Grader, rubric: Rubric) -> None:
    verdicts = grader.grade([GradeItem(rubric, "en", GOOD), GradeItem(rubric, "en", "")])
    assert [verdict.gates for verdict in verdicts] == [(), ("empty",)]
    assert verdicts[0].score > verdicts[1].score == 0


def test_it_names_every_point_and_dimension(grader: Grader, rubric: Rubric) -> None:
    (verdict,) = grader.grade([GradeItem(rubric, "en", GOOD)])
    assert [point.key for point in verdict.points] == ["bagging-variance", "boosting-order"]
    assert set(verdict.dimensions) == {"knowledge", "tradeoffs"}
    assert verdict.low <= verdict.score <= verdict.high
    assert all(abs(sum(p.probabilities.values()) - 1) < 0.001 for p in verdict.points)


def test_it_encodes_a_batch_in_one_call(
    grader: Grader, rubric: Rubric, encoder: TrigramEncoder
) -> None:
    grader.grade([GradeItem(rubric, "en", GOOD)])
    before = encoder.calls
    grader.grade([GradeItem(rubric, "en", f"{GOOD} {i}.") for i in range(5)])
    assert encoder.calls == before + 1


def test_it_grades_alike_alone_and_in_a_batch(grader: Grader, rubric: Rubric) -> None:
    items = [GradeItem(rubric, "en", GOOD), GradeItem(rubric, "ko", "배깅은 분산을 줄입니다.")]
    assert grader.grade(items) == [grader.grade([item])[0] for item in items]


def test_it_names_the_versions_that_judged(grader: Grader, rubric: Rubric) -> None:
    (verdict,) = grader.grade([GradeItem(rubric, "en", GOOD)])
    assert (verdict.encoder, verdict.calibration) == ("trigrams", "uncalibrated-1")
