"""Set-up of a clone: what is there already is not made again."""

from __future__ import annotations

import gettext
import subprocess
import sys
from pathlib import Path

import pytest

from bootstrap import environment
from bootstrap.stamps import fingerprint, is_done
from tests.environment import ROOT


def test_it_notices_a_changed_file(tmp_path: Path) -> None:
    file, stamp = tmp_path / "file", tmp_path / "stamp"
    file.write_text("one")
    stamp.write_text(fingerprint([file]))
    assert is_done(stamp, fingerprint([file]))
    file.write_text("two")
    assert not is_done(stamp, fingerprint([file]))


def test_it_is_not_done_before_the_first_time(tmp_path: Path) -> None:
    assert not is_done(tmp_path / "stamp", fingerprint([tmp_path / "absent"]))


def test_it_takes_the_larger_environment_for_the_smaller(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    (tmp_path / ".done-requirements-dev").write_text(environment._fingerprint(True))
    environment.install(dev=True)
    environment.install(dev=False)


@pytest.mark.parametrize(("status", "kept"), [(0, True), (1, False)])
def test_it_goes_on_without_the_model_of_the_tests(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    status: int,
    kept: bool,
) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\nexit {status}\n")
    python.chmod(0o755)
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", python)
    environment.install_model()
    assert (tmp_path / ".done-requirements-model").exists() is kept
    assert ("are skipped" in capsys.readouterr().err) is not kept


def test_it_compiles_translations(tmp_path: Path) -> None:
    folder = tmp_path / "ko" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    source.write_text(f'{header}\nmsgid "Answer"\nmsgstr "답변"\n', encoding="utf-8")
    command = [sys.executable, "-m", "bootstrap.messages", str(source)]
    subprocess.run(command, check=True, cwd=ROOT)
    with (folder / "django.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Answer") == "답변"


def test_it_says_which_translation_is_malformed(tmp_path: Path) -> None:
    folder = tmp_path / "ko" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "broken\n')
    command = [sys.executable, "-m", "bootstrap.messages", str(folder / "django.po")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 1
    assert "django.po cannot be compiled" in done.stderr


def test_it_pins_every_requirement() -> None:
    pinned = {line.partition("==")[0] for line in lines_of("constraints.txt")}
    wanted = {
        line.partition(";")[0].partition(">")[0].partition("[")[0].lower().replace("_", "-")
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in lines_of(name)
        if line[0].isalpha()
    }
    assert wanted <= pinned


def test_it_names_no_host_in_the_lock_file() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def lines_of(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
