"""The one-time compilation is begun once, and again when whoever was at it has died."""

from __future__ import annotations

import fcntl
import subprocess
from pathlib import Path

import pytest

from interview.sandbox import warm


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: commands.append(command))
    return commands


def test_it_leaves_alone_what_another_process_compiles(tmp_path: Path, begun: list[object]) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        warm.warm_up(tmp_path)
    assert begun == []


def test_it_begins_anew_when_nobody_is_at_it(tmp_path: Path, begun: list[object]) -> None:
    warm.warm_up(tmp_path)
    (tmp_path / "lock").touch()
    warm.warm_up(tmp_path)
    assert len(begun) == 2
