"""A second look at a point, in the company of the answer's others."""

from __future__ import annotations

import json

import numpy as np
import pytest

from grading.backends.load import CALIBRATIONS
from grading.engine.calibration import Fitted, parse_calibration
from grading.engine.company import COMPANY, company, look_again
from grading.engine.logistic import Logistic

SAID = [0.85, 0.05, 0.08, 0.02]
TURNED = [0.04, 0.04, 0.12, 0.8]
UNCLEAR = [0.34, 0.06, 0.3, 0.3]


@pytest.fixture(scope="module")
def second() -> Logistic:
    data = json.loads((CALIBRATIONS / "use-m3.json").read_text(encoding="utf-8"))
    shipped: Fitted = parse_calibration(data)
    assert shipped.second is not None
    return shipped.second


def test_it_leaves_a_point_that_is_alone_as_it_was(second: Logistic) -> None:
    rows = np.array([UNCLEAR])
    assert (look_again(second, rows) == rows).all()


def test_it_hears_what_is_unclear_by_what_stands_around_it(second: Logistic) -> None:
    among_good = look_again(second, np.array([UNCLEAR, SAID, SAID, SAID]))[0]
    among_bad = look_again(second, np.array([UNCLEAR, TURNED, TURNED, TURNED]))[0]
    assert among_good[0] > 2 * among_bad[0]
    assert among_bad[3] > 2 * among_good[3]


def test_it_takes_no_plain_word_for_its_opposite(second: Logistic) -> None:
    slip = look_again(second, np.array([TURNED, SAID, SAID, SAID]))
    spark = look_again(second, np.array([SAID, TURNED, TURNED, TURNED]))
    assert slip[0].argmax() == 3
    assert spark[0][0] > spark[1:, 0].max()
    assert np.allclose(slip.sum(axis=1), 1)


def test_it_looks_at_the_others_alone() -> None:
    rows = company(np.array([SAID, TURNED, TURNED]))
    mean_credit, mean_denied = COMPANY.index("mean_credit"), COMPANY.index("mean_contradicted")
    assert rows.shape == (3, len(COMPANY))
    assert rows[0, mean_credit] == pytest.approx(0.06)
    assert rows[1, mean_denied] == pytest.approx(0.41)
