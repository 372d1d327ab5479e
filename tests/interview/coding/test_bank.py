"""Every coding question: its reference passes all its tests, each known mistake is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from interview.coding.proving import prove
from interview.questions.files import read_question

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "questions" / "coding"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_passes_the_reference_and_notices_each_mistake(cache: Path, path: Path) -> None:
    spec = read_question(path).coding
    assert spec is not None
    assert list(prove(spec, cache=cache)) == []
