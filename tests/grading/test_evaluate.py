"""Measuring on a short-answer file: a second encoder joins where it reads the set's language."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from grading.backends.errors import BackendError
from grading.backends.load import GLOSSARY
from grading.engine.calibration import Uncalibrated
from grading.engine.glossary import load_glossary
from grading.engine.grader import Grader
from grading.learning import UNSEEN
from grading.management.commands import evaluate_grader as command
from grading.management.commands.calibrate import free_name
from tests.engine.fake_encoder import TrigramEncoder

COLUMNS = "question_id\tquestion\treference\tanswer\tscore\tmax_score\n"
ENGLISH = "Caching cuts latency."
KOREAN = "캐시는 지연을 줄인다."


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    glossary = load_glossary(GLOSSARY)
    grader = Grader(TrigramEncoder(), glossary=glossary, calibration=Uncalibrated())
    second = SimpleNamespace(id="second", encode=TrigramEncoder().encode)
    monkeypatch.setattr(command, "load_grader", lambda: grader)
    monkeypatch.setattr(command, "packaged_minilm", lambda: second)


def evaluate(folder: Path, reference: str) -> tuple[dict[str, object], str]:
    path, out, err = folder / "set.tsv", io.StringIO(), io.StringIO()
    answers = (reference, "latency and caching", "zebras juggle", "")
    path.write_text(
        COLUMNS
        + "".join(
            f"{question}\tWhat?\t{reference}\t{answer}\t{3 - i}\t3\n"
            for question in "abcdef"
            for i, answer in enumerate(answers)
        )
    )
    call_command("evaluate_grader", str(path), stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


def test_it_asks_a_second_encoder_about_an_english_set(tmp_path: Path) -> None:
    found, _ = evaluate(tmp_path, ENGLISH)
    assert (found["encoder"], found["second_encoder"]) == ("trigrams", "second")
    assert (found["n"], found["blank"]) == (24, 6)


def test_it_asks_none_about_a_korean_set(tmp_path: Path) -> None:
    assert evaluate(tmp_path, KOREAN)[0]["second_encoder"] is None


def test_it_measures_without_one_that_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent() -> None:
        raise BackendError("The package is not installed.", permanent=True)

    monkeypatch.setattr(command, "packaged_minilm", absent)
    found, said = evaluate(tmp_path, ENGLISH)
    assert found["second_encoder"] is None
    assert "without a second encoder: The package is not installed." in said


def test_it_measures_what_two_people_rated_in_another_folder(tmp_path: Path) -> None:
    shipped = sorted(UNSEEN.glob("*.jsonl"))[0]
    (tmp_path / shipped.name).write_bytes(shipped.read_bytes())
    out = io.StringIO()
    call_command("evaluate_grader", unseen=tmp_path, stdout=out, stderr=io.StringIO())
    found = json.loads(out.getvalue())
    assert found["grader_with_their_mean"]["answers"] == 6
    assert len(found["grader_with_each"]["spearman"]) == 2


def test_it_says_what_is_wrong_with_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no answers"):
        call_command("evaluate_grader", unseen=tmp_path, stderr=io.StringIO())
    (tmp_path / "broken.jsonl").write_text('{"id": 1\n')
    with pytest.raises(CommandError, match=r"cannot be read.*broken"):
        call_command("evaluate_grader", unseen=tmp_path, stderr=io.StringIO())


def test_it_names_a_calibration_as_none_before_it(tmp_path: Path) -> None:
    shipped = tmp_path / "use-m3.json"
    assert free_name("use-m3-2026-11-29", shipped) == "use-m3-2026-11-29"
    for taken, free in (
        ("use-m3-2026-11-28-3", "use-m3-2026-11-29"),
        ("use-m3-2026-11-29", "use-m3-2026-11-29-2"),
        ("use-m3-2026-11-29-2", "use-m3-2026-11-29-3"),
    ):
        shipped.write_text(json.dumps({"id": taken}))
        assert free_name("use-m3-2026-11-29", shipped) == free
