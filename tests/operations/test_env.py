"""Settings from the environment: understood, or refused with a line that names the variable."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.env import EnvError, env, envbool, envint, envlist, envsecret, load_env_file


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("THING", "THING_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Yes", True), ("off", False), ("0", False)]
)
def test_it_reads_booleans(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("THING", text)
    assert envbool("THING", not value) is value


def test_it_refuses_a_boolean_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", "flase")
    with pytest.raises(EnvError, match="THING must be"):
        envbool("THING", True)


def test_it_refuses_a_number_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", "8O00")
    with pytest.raises(EnvError, match="THING must be a whole number"):
        envint("THING", 1)


def test_it_takes_an_empty_variable_for_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", " ")
    assert env("THING", "default") == "default"
    assert envint("THING", 7) == 7
    assert envlist("THING", ["a"]) == ["a"]


def test_it_names_what_is_missing() -> None:
    with pytest.raises(EnvError, match="THING is not set"):
        env("THING")


def test_it_splits_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", "a.example, b.example,")
    assert envlist("THING") == ["a.example", "b.example"]


def test_it_reads_a_secret_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden\n")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "secret"))
    assert envsecret("THING") == "hidden"


def test_it_refuses_a_secret_given_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THING", "hidden")
    monkeypatch.setenv("THING_FILE", str(tmp_path))
    with pytest.raises(EnvError, match="not both") as told:
        envsecret("THING")
    assert "hidden" not in str(told.value)


def test_it_says_which_secret_file_it_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING_FILE", "/nowhere")
    with pytest.raises(EnvError, match="THING_FILE=/nowhere cannot be read"):
        envsecret("THING")


def test_it_loads_a_file_below_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "environ", {"KEPT": "mine"})
    (tmp_path / ".env").write_text(
        "# said before\nKEPT=theirs\nexport PLAIN=a b # why\nQUOTED='x # y'\n\nEMPTY=\n"
    )
    load_env_file(tmp_path / ".env")
    assert os.environ == {"KEPT": "mine", "PLAIN": "a b", "QUOTED": "x # y", "EMPTY": ""}


def test_it_says_where_a_file_is_malformed(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("GOOD=1\nnonsense\n")
    with pytest.raises(EnvError, match="line 2: expected NAME=value"):
        load_env_file(tmp_path / ".env")
