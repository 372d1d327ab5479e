"""`manage.py run_code`: a program from the shell."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from interview.questions.files import read_question


@pytest.fixture(autouse=True)
def _cache(settings: Any, cache: Path) -> None:
    settings.SANDBOX_CACHE = cache


def run_code(*arguments: object) -> Any:
    said = StringIO()
    call_command("run_code", *map(str, arguments), "--json", stdout=said)
    return json.loads(said.getvalue())


def test_it_runs_a_file(tmp_path: Path) -> None:
    file = tmp_path / "hello.py"
    file.write_text("print('hello')\ndef f(): return 1 / 0\n")
    found = run_code(file, "--call", "f()")
    assert (found["state"], found["stdout"]) == ("finished", "hello\n")
    assert found["calls"][0]["error"]["line"] == 2
    assert found["peak_memory"] > 0


def test_it_judges_by_a_questions_tests(tmp_path: Path, settings: Any) -> None:
    path = next((settings.QUESTION_FOLDER / "coding").glob("A3.6-r*.yaml"))
    coding = read_question(path).coding
    assert coding is not None
    file = tmp_path / "answer.py"
    file.write_text(coding.reference)
    found = run_code(file, "--question", "A3.6")
    assert all(test["passed"] for test in found["tests"])


def test_it_names_what_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text("x = 1")
    with pytest.raises(CommandError, match=r"no coding question A9\.9"):
        run_code(file, "--question", "A9.9")
    with pytest.raises(CommandError, match="cannot be read"):
        run_code(tmp_path / "none.py")


def say(*arguments: object) -> str:
    said = StringIO()
    call_command("run_code", *map(str, arguments), stdout=said)
    return said.getvalue()


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("float('nan')", "nan"),
        ("[float('-inf'), 1.5]", ["-inf", 1.5]),
        ("{(1, 2): {3: object()}}", {"(1, 2)": {"3": "<object>"}}),
        ("'\\ud800'", "?"),
        ("{1, 2}", [1, 2]),
        ("np.arange(2.0)", [0.0, 1.0]),
    ],
)
def test_it_writes_json_that_every_reader_takes(tmp_path: Path, call: str, value: object) -> None:
    file = tmp_path / "x.py"
    file.write_text("x = 1")

    def refuse(word: str) -> None:
        raise AssertionError(word)

    said = StringIO()
    call_command("run_code", str(file), "--json", "--call", call, stdout=said)
    found = json.loads(said.getvalue(), parse_constant=refuse)
    assert found["calls"][0]["value"] == value


def test_it_says_in_words_where_a_program_broke(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_bytes(b"\xef\xbb\xbfprint('begun')\nx = y\n")
    for more in ((), ("--question", "A3.6")):
        said = say(file, *more)
        assert said.startswith("raised  (")
        assert "begun\nline 2: NameError" in said


def test_it_shows_each_call_with_its_error(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text("def f(x):\n    return 1 / x\n")
    said = say(file, "--call", "f(0)", "--call", "f(2)", "--call", "f(")
    assert (
        "raised\nline 2: ZeroDivisionError: division by zero\nfinished  0.5\nraised\nSyntaxError"
        in said
    )


def test_it_takes_a_questions_calls_or_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text("x = 1")
    with pytest.raises(CommandError, match="leave --call or --question out"):
        run_code(file, "--question", "A3.6", "--call", "x")
    with pytest.raises(CommandError, match="cannot be read"):
        run_code(tmp_path)
