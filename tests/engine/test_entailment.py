"""An entailment model's word joins the evidence, and decides nothing alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grading.engine.calibration import Uncalibrated
from grading.engine.entailment import weigh
from grading.engine.glossary import Glossary
from grading.engine.grader import Grader
from grading.engine.rubric import Rubric
from grading.engine.verdict import GradeItem
from tests.engine.fake_encoder import TrigramEncoder

TEXT = "Bagging averages many models and so the variance gets smaller. Boosting follows the errors."


class Denier:
    """Says of everything that it is contradicted."""

    id = "denier"

    def __init__(self) -> None:
        self.calls: list[int] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        self.calls.append(len(pairs))
        return np.tile([0.02, 0.03, 0.95], (len(pairs), 1))


def test_it_moves_probabilities_towards_the_evidence() -> None:
    even = np.full((1, 4), 0.25)
    entailed = weigh(even, np.array([[0.9, 0.05, 0.05, 0.4, 0.5, 0.1]]))
    denied = weigh(even, np.array([[0.05, 0.05, 0.9, 0.1, 0.2, 0.7]]))
    assert entailed[0].argmax() == 0
    assert denied[0].argmax() == 3
    assert np.allclose([entailed.sum(), denied.sum()], 1)


def test_it_asks_once_for_a_batch_and_lowers_what_is_denied(
    rubric: Rubric, glossary: Glossary
) -> None:
    denier = Denier()
    plain = Grader(TrigramEncoder(), glossary=glossary, calibration=Uncalibrated())
    judged = Grader(
        TrigramEncoder(), glossary=glossary, calibration=Uncalibrated(), entailment=denier
    )
    items = [
        GradeItem(rubric, "en", TEXT),
        GradeItem(rubric, "en", TEXT + " Yes."),
        GradeItem(rubric, "en", ""),
    ]
    verdicts = judged.grade(items)
    assert denier.calls == [8]
    assert verdicts[0].score < plain.grade(items)[0].score
    assert verdicts[0].encoder == "trigrams+denier"
