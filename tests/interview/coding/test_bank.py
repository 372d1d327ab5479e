"""Every coding question: its reference passes all its tests, each known mistake is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview.coding.judging import judge
from interview.questions.files import read_question
from interview.sandbox import State

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "questions" / "coding"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_passes_the_reference_and_notices_each_mistake(cache: Path, path: Path) -> None:
    spec = read_question(path).coding
    assert spec is not None
    judged = judge(spec.reference, spec, cache=cache)
    assert judged.state == State.FINISHED
    assert [test.id for test in judged.tests if not test.passed] == []
    assert judged.findings == ()
    for wrong in spec.wrong:
        asked = [test for test in spec.tests if test.id in wrong.fails]
        found = judge(
            spec.wrong_program(wrong), spec.model_copy(update={"tests": asked}), cache=cache
        )
        failed = {test.id for test in found.tests if not test.passed}
        assert set(wrong.fails) <= failed, (wrong.id, failed)
    begun = judge(spec.starter, spec, cache=cache)
    assert begun.state == State.FINISHED
    assert begun.passed < begun.total
