"""The checker on labelled passages: docs/estimates.md has the numbers, this keeps them from falling."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from grading.engine.estimates.measure import measure
from grading.management.commands.evaluate_estimates import PASSAGES, read_passages


@pytest.mark.parametrize(
    ("split", "least"),
    [("development", 0.9), ("held-out", 0.9), ("second, seen", 0.8), ("second, held out", 0.8)],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_accuses_nobody_wrongly_and_misses_little(
    split: str, least: float, language: str
) -> None:
    passages = [
        p for p in read_passages(PASSAGES) if (p["split"], p["language"]) == (split, language)
    ]
    found = measure(passages)["verdicts"]
    assert len(passages) >= 20
    assert found["off"]["precision"] == 1.0
    assert (found["right"]["precision"] or 0) >= 0.95
    assert (found["right"]["recall"] or 0) >= least
    assert (found["off"]["recall"] or 0) >= 0.7
    assert (found["unstated"]["precision"] or 0) >= 0.9


def test_it_is_measured_from_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("evaluate_estimates", "--json")
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"development", "held-out", "second, seen", "second, held out"}
    assert sum(split["passages"] for split in found.values()) >= 250
