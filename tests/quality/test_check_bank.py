"""The command that holds the whole bank: what it refuses, what it is told to expect."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from tests.quality.conftest import Bench

QUESTION = "A2.3"


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    monkeypatch.setattr("grading.management.commands.check_bank.load_grader", lambda: bench.grader)


def check(*args: str) -> str:
    out = StringIO()
    call_command("check_bank", QUESTION, *args, stdout=out)
    return out.getvalue()


def test_it_passes_a_question_whose_answers_are_in_order() -> None:
    assert f"{QUESTION}     ok " in check()


def test_it_wants_a_question_struck_off_that_passes(tmp_path: Path) -> None:
    known = tmp_path / "known.yaml"
    known.write_text(f"{QUESTION}: once it failed\nA2.4: not asked about here\n")
    with pytest.raises(CommandError, match=rf"strike off: {QUESTION}\."):
        check("--known", str(known))


def test_it_refuses_a_question_out_of_order_unless_it_is_known(
    tmp_path: Path, settings: LazySettings
) -> None:
    [file] = settings.LABELLED_FOLDER.glob(f"{QUESTION}-*.jsonl")
    answers = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    texts = {answer["kind"]: answer["text"] for answer in answers if answer["language"] == "ko"}
    for answer in answers:
        if (answer["kind"], answer["language"]) == ("wrong", "ko"):
            answer["text"] = texts["strong"]
    folder = tmp_path / "labelled"
    folder.mkdir()
    lines = [json.dumps(answer, ensure_ascii=False) for answer in answers]
    (folder / file.name).write_text("\n".join(lines), encoding="utf-8")
    settings.LABELLED_FOLDER = folder
    with pytest.raises(CommandError, match=f"out of order: {QUESTION}"):
        check()
    known = tmp_path / "known.yaml"
    known.write_text(f"{QUESTION}: a wrong answer that is right\n")
    assert f"{QUESTION}     FAIL" in check("--known", str(known))


def test_it_looks_at_files_alone() -> None:
    assert " ok " not in check("--files-only")
