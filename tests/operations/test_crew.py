"""The supervisor's children: started again when they die, ended in order, never left behind."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.supervise import crew as crew_module
from config.supervise.crew import Crew, GaveUpError
from config.supervise.programs import Program, site_programs
from tests.operations.conftest import wait_for

MakeCrew = Callable[..., Crew]


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


@pytest.fixture
def make_crew(diary: Path) -> Iterator[MakeCrew]:
    made: list[Crew] = []

    def make(**programs: int) -> Crew:
        """Make a crew of programs: how each behaves, and in which turn it is stopped."""
        command = ("tests.operations.sleeper", str(diary))
        crew = Crew(Program(name, (*command, name), stops=turn) for name, turn in programs.items())
        made.append(crew)
        crew.start()
        return crew

    yield make
    for crew in made:
        crew.hurried = True
        crew.stop()


def tended(crew: Crew) -> bool:
    crew.tend()
    return True


def noted(diary: Path) -> list[str]:
    return diary.read_text().splitlines() if diary.exists() else []


def test_it_starts_a_killed_program_again(make_crew: MakeCrew, diary: Path) -> None:
    crew = make_crew(quiet=0)
    wait_for(lambda: noted(diary) == ["quiet starts"])
    process = crew.children[0].process
    assert process is not None
    process.kill()
    process.wait()
    wait_for(lambda: tended(crew) and noted(diary) == ["quiet starts"] * 2)


def test_it_gives_up_on_a_program_that_cannot_run(
    make_crew: MakeCrew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew_module, "LONGEST_PAUSE", 0.0)
    crew = make_crew(broken=0)
    with pytest.raises(GaveUpError, match="broken has ended 6 times"):
        wait_for(lambda: not tended(crew))


def test_it_stops_in_order(make_crew: MakeCrew, diary: Path) -> None:
    crew = make_crew(worker=1, web=0)
    wait_for(lambda: len(noted(diary)) == 2)
    crew.stop()
    assert noted(diary)[2:] == ["web ends", "worker ends"]


def test_it_ends_at_once_when_hurried(make_crew: MakeCrew, diary: Path) -> None:
    crew = make_crew(stubborn=0)
    wait_for(lambda: noted(diary) == ["stubborn starts"])
    threading.Timer(0.3, lambda: setattr(crew, "hurried", True)).start()
    began = time.monotonic()
    crew.stop()
    assert time.monotonic() - began < 5
    assert not crew.children[0].alive()


def test_it_kills_what_does_not_listen(
    make_crew: MakeCrew, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping = ((signal.SIGTERM, 0.2), (signal.SIGKILL, 5.0))
    monkeypatch.setattr(crew_module, "STOPPING", stopping)
    crew = make_crew(stubborn=0)
    wait_for(lambda: noted(diary) == ["stubborn starts"])
    crew.stop()
    assert not crew.children[0].alive()


def test_it_ends_children_of_a_supervisor_that_was_killed(diary: Path) -> None:
    program = Program("quiet", ("tests.operations.sleeper", str(diary), "quiet"), stops=0)
    supervisor = os.fork()
    if supervisor == 0:
        Crew([program]).start()
        time.sleep(60)
        os._exit(1)
    wait_for(lambda: noted(diary) == ["quiet starts"])
    (child,) = psutil.Process(supervisor).children()
    os.kill(supervisor, signal.SIGKILL)
    os.waitpid(supervisor, 0)
    wait_for(lambda: noted(diary) == ["quiet starts", "quiet ends"])
    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_it_keeps_the_model_in_one_process_alone(tmp_path: Path) -> None:
    programs = {p.name: p for p in site_programs("127.0.0.1", 8000, tmp_path)}
    assert [n for n, p in programs.items() if "GRADING_PRELOAD" in p.variables] == ["grading"]
    grading = " ".join(programs["grading"].argv)
    assert "--concurrency 1" in grading
    assert "-Q grading" in grading
