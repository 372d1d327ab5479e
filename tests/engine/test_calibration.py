"""The calibration belongs to its encoder and its features."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from grading.backends.load import CALIBRATIONS
from grading.engine.calibration import Uncalibrated, load_calibration, parse_calibration
from grading.engine.features import FEATURES
from grading.engine.rubric import Point
from grading.engine.standing import standing

SHIPPED = CALIBRATIONS / "use-m3.json"


def test_it_loads_the_one_fitted_under_the_encoder() -> None:
    data = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert load_calibration(CALIBRATIONS, data["encoder"]).id == data["id"]


def test_it_falls_back_under_another_encoder_and_says_so() -> None:
    assert load_calibration(CALIBRATIONS, "another").id.startswith("uncalibrated")


def test_it_refuses_other_features() -> None:
    data = json.loads(SHIPPED.read_text(encoding="utf-8"))
    data["features"] = data["features"][1:]
    with pytest.raises(ValueError, match="other features"):
        parse_calibration(data)


def test_it_records_what_it_was_fitted_on() -> None:
    data = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert data["data"]["labelled"] > 0
    assert {"date", "encoder", "glossary", "leave_one_question_out"} <= data.keys()


def test_it_gives_probabilities(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(5, len(FEATURES)))
    fitted = load_calibration(CALIBRATIONS, "use-m3@0db566fd")
    for calibration in (fitted, Uncalibrated()):
        found = calibration.probabilities(rows, np.zeros((5, 4096), dtype=np.float32))
        assert np.allclose(found.sum(axis=1), 1)


def test_it_gives_more_for_more() -> None:
    fitted = load_calibration(CALIBRATIONS, "use-m3@0db566fd")
    points = [Point(key, "knowledge", 1, False, {"en": key}, {}, ()) for key in "abc"]
    levels = [
        fitted.level(standing(points, np.tile([said, 0.0, 1 - said, 0.0], (3, 1)), None))
        for said in np.linspace(0, 1, 11)
    ]
    assert levels == sorted(levels)
    assert 0 <= levels[0] < 20 < 85 < levels[-1] <= 100
