"""One run: values, prints, errors with their lines, and nothing left over for the next."""

from __future__ import annotations

from pathlib import Path

from interview.sandbox import Array, Limits, Opaque, State, plain, run


def test_it_returns_values_with_their_types(cache: Path) -> None:
    program = "import numpy as np\ndef f(x): return (np.asarray(x, float), {1, 2}, {'a': [None]})"
    outcome = run(program, ["f([1, 2])"], cache=cache)
    assert outcome.state == State.FINISHED
    assert outcome.value == (Array("float64", (2,), [1.0, 2.0]), frozenset({1, 2}), {"a": [None]})


def test_it_names_the_line_of_the_candidates_code(cache: Path) -> None:
    outcome = run("import math\ndef f(x):\n    return math.sqrt(x)\n", ["f(-1)"], cache=cache)
    error = outcome.calls[0].error
    assert error is not None
    assert (error.type, error.line) == ("ValueError", 3)


def test_it_names_the_line_of_a_syntax_error(cache: Path) -> None:
    outcome = run("x = 1\ndef f(:\n", cache=cache)
    assert outcome.state == State.RAISED
    assert outcome.error is not None
    assert (outcome.error.type, outcome.error.line) == ("SyntaxError", 2)


def test_it_keeps_what_each_call_printed_apart(cache: Path) -> None:
    outcome = run("print('a')\ndef f(x): print(x)", ["f('b')", "f('c')"], cache=cache)
    assert [outcome.stdout, *(call.stdout for call in outcome.calls)] == ["a\n", "b\n", "c\n"]


def test_it_goes_on_after_a_call_that_raises(cache: Path) -> None:
    outcome = run("def f(x): return 1 / x", ["f(0)", "f(2)"], cache=cache)
    assert [call.state for call in outcome.calls] == [State.RAISED, State.FINISHED]


def test_it_does_not_run_calls_after_a_dead_instance(cache: Path) -> None:
    limits = Limits(call_seconds=2)
    outcome = run("def f(x):\n while x: pass", ["f(1)", "f(0)"], cache=cache, limits=limits)
    assert [call.state for call in outcome.calls] == [State.TIME_LIMIT, State.NOT_RUN]


def test_it_gives_setup_names_to_calls_and_not_to_the_program(cache: Path) -> None:
    program = "try:\n    secret\nexcept NameError:\n    seen = False\ndef f(x): return seen, x"
    outcome = run(program, ["f(secret)"], setup="secret = [1]", cache=cache)
    assert outcome.value == (False, [1])


def test_it_leaves_nothing_for_the_next_run(cache: Path) -> None:
    run("import builtins, json\nbuiltins.left = 1\njson.left = 1", cache=cache)
    outcome = run(
        "import builtins, json\ndef f(): return hasattr(builtins, 'left') or hasattr(json, 'left')",
        ["f()"],
        cache=cache,
    )
    assert outcome.value is False


def test_it_carries_what_it_cannot_carry_by_name(cache: Path) -> None:
    assert run("def f(): return object()", ["f()"], cache=cache).value == Opaque("object")


def test_it_carries_values_as_they_count(cache: Path) -> None:
    program = (
        "import numpy as np\nfrom collections import namedtuple\nP = namedtuple('P', 'x y')\n"
        "def f(): return [P(1, 2), np.array(['a', 'b']), {np.int64(3): np.str_('c')},\n"
        " np.array([None, 4], dtype=object), np.longdouble(0.5), {(np.int64(5), 'd'): 6}]"
    )
    value = plain(run(program, ["f()"], cache=cache).value)
    assert value == [[1, 2], ["a", "b"], {3: "c"}, [None, 4], 0.5, {(5, "d"): 6}]


def test_it_runs_text_of_every_alphabet(cache: Path) -> None:
    outcome = run("x = '한글 😀'  # 😀\nprint(x)", ["x", "'😀'"], cache=cache)
    assert outcome.stdout == "한글 😀\n"
    assert [call.value for call in outcome.calls] == ["한글 😀", "😀"]


def test_it_shows_what_was_printed_before_it_never_ended(cache: Path) -> None:
    limits = Limits(call_seconds=2)
    outcome = run("print('begun')\nwhile True: pass", cache=cache, limits=limits)
    assert (outcome.state, outcome.stdout) == (State.TIME_LIMIT, "begun\n")


def test_it_names_no_line_of_the_program_for_a_call_that_cannot_be_read(cache: Path) -> None:
    error = run("x = 1\ny = 2", ["f("], cache=cache).calls[0].error
    assert error is not None
    assert (error.type, error.line) == ("SyntaxError", None)


def test_it_lets_the_programs_names_come_first_in_calls_of_ones_own(cache: Path) -> None:
    program = "def len(x): return 'mine'"
    assert run(program, ["len([])"], cache=cache).value == "mine"
    assert run(program, ["len([])"], cache=cache, setup="").value == 0


def test_it_measures_memory(cache: Path) -> None:
    outcome = run("x = bytearray(100 * 2**20)", cache=cache)
    assert outcome.peak_memory is not None
    assert 100 * 2**20 < outcome.peak_memory < 200 * 2**20


def test_it_says_that_it_is_warming_up(tmp_path: Path) -> None:
    outcome = run("x = 1", ["x"], cache=tmp_path)
    assert outcome.state == State.WARMING_UP
    assert outcome.calls[0].state == State.NOT_RUN
