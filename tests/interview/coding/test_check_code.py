"""The command that proves coding questions."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command


def check(*ids: str) -> str:
    out = StringIO()
    call_command("check_code", *ids, stdout=out)
    return out.getvalue()


def test_it_proves_the_questions_asked_for() -> None:
    lines = check("A3.5", "A2.3").splitlines()
    assert [line.split()[:2] for line in lines] == [["A3.5", "ok"]]


def test_it_names_what_a_reference_fails(tmp_path: Path, settings: LazySettings) -> None:
    [file] = (settings.QUESTION_FOLDER / "coding").glob("A3.5-a*.yaml")
    (tmp_path / "coding").mkdir()
    spoilt = Path(shutil.copy(file, tmp_path / "coding"))
    text = spoilt.read_text(encoding="utf-8")
    head, reference = text.split("  reference:", 1)
    spoilt.write_text(
        f"{head}  reference:{reference.replace('return float(above', 'return 7 * float(above')}",
        "utf-8",
    )
    settings.QUESTION_FOLDER = tmp_path
    with pytest.raises(CommandError, match="1 of 1 coding questions"):
        check()
