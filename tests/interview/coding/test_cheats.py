"""Programs that try to be judged better than they are, or to read what is hidden."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interview.coding import judging
from interview.coding.judgement import Judgement
from interview.coding.judging import judge
from interview.coding.running import describe
from interview.questions.coding_schema import CodingSpec
from interview.sandbox import Limits, Outcome, State, run

SPEC = CodingSpec.model_validate(
    {
        "entry": ["scale"],
        "starter": "def scale(x):\n    return x\n",
        "reference": "import numpy as np\ndef scale(x): return 2 * np.asarray(x, dtype=float)",
        "setup": (
            "shown = [7, 8]\n"
            "secret = [314159, 271828]\n"
            "def kept():\n"
            "    import answer\n"
            "    mine = [161803]\n"
            "    answer.scale(mine)\n"
            "    return mine\n"
            "def zqlarge(n, seed):\n"
            "    return np.random.default_rng(seed).normal(0, 1, n)\n"
        ),
        "tests": [
            {"id": "shown", "call": "scale(shown)", "expected": [14, 16]},
            {"id": "secret", "call": "scale(secret)", "expected": [628318, 543656], "hidden": True},
            {"id": "kept", "call": "kept()", "expected": [161803], "hidden": True, "finds": "mutation"},
            {
                "id": "all", "call": "bool(np.all(np.isclose(scale([1.5, 2]), [3, 4])))",
                "expected": True, "hidden": True,
            },
            {"id": "long", "call": "len(sorted(scale([3, 1, 2, 5])))", "expected": 4, "hidden": True},
            {"id": "same", "call": "[scale([1]), scale([1])]", "check": "same", "hidden": True},
            {"id": "large", "call": "scale(zqlarge(1000, 1))", "from_reference": True, "hidden": True},
        ],
        "wrong": [
            {"id": name, "replace": ["2 *", text], "fails": ["secret"]}
            for name, text in (("three", "3 *"), ("none", "0 *"), ("minus", "-2 *"))
        ],
    }
)  # fmt: skip

ANYTHING = """
import numpy as np
class Anything:
    __array_priority__ = 1e9
    __array_ufunc__ = None
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __bool__(self): return True
    def __len__(self): return 4
    def __iter__(self): return iter([self] * 4)
    def __getitem__(self, i): return self
    def __lt__(self, other): return True
    def __float__(self): return 0.0
    def __array__(self, *a, **k): return np.zeros(2)
    def __sub__(self, other): return self
    __rsub__ = __abs__ = __sub__
"""

CHEATS = {
    "object-equal-to-all": ANYTHING + "def scale(x): return Anything()",
    "list-of-such": ANYTHING + "def scale(x): return [Anything()] * len(x)",
    "array-of-such": ANYTHING + "def scale(x): return np.array([Anything()] * len(x), dtype=object)",
    "float-equal-to-all": (
        "class F(float):\n def __eq__(s, o): return True\n __hash__ = float.__hash__\n"
        "def scale(x): return [F(0)] * len(x)"
    ),
    "list-with-other-contents": (
        "class L(list):\n def __iter__(s): return iter([14, 16])\n def __len__(s): return 2\n"
        "def scale(x): return L([0, 0])"
    ),
    "patched-numpy": (
        "import numpy as np\nfor name in ('all', 'any', 'isclose', 'allclose', 'array_equal'):\n"
        " setattr(np, name, lambda *a, **k: True)\nnp.testing.assert_allclose = lambda *a, **k: None\n"
        "def scale(x): return x"
    ),
    "patched-submodules": (
        "import numpy as np, numpy.testing, numpy._core.numeric as n, numpy.random as r\n"
        "n.isclose = n.allclose = np.isclose = lambda *a, **k: True\n"
        "r.default_rng = None\nnp.random = None\ndef scale(x): return x"
    ),
    "patched-builtins": (
        "import builtins\nfor name in ('bool', 'len', 'all', 'sorted', 'isinstance'):\n"
        " old = getattr(builtins, name)\n"
        " setattr(builtins, name, (lambda old: lambda *a, **k: 4)(old)) if name == 'len' else None\n"
        "builtins.bool = lambda x: True\ndef scale(x): return x"
    ),
    "own-builtins": "def bool(x): return True\ndef len(x): return 4\ndef scale(x): return x",
    "own-numpy": (
        "class np:\n all = isclose = staticmethod(lambda *a: True)\n"
        "secret = [7, 8]\ndef kept(): return [161803]\ndef scale(x): return [14, 16]"
    ),
    "trace": (
        "import sys\ndef hook(frame, event, arg):\n frame.f_trace_lines = False\n return hook\n"
        "sys.settrace(hook)\ndef scale(x): return x"
    ),
    "other-module": (
        "import sys, types\nfake = types.ModuleType('answer')\nfake.scale = lambda x: x\n"
        "sys.modules['answer'] = fake\ndef scale(x): return x"
    ),
}  # fmt: skip

# What a call returns is the program's to say: it may say anything, but has to know what is wanted.
FORGERIES = {
    "array-equal-to-all": (
        "import numpy as np\nclass A(np.ndarray):\n def __eq__(s, o): return True\n"
        " def tolist(s): return [14.0, 16.0]\n"
        "def scale(x): return np.zeros(len(x)).view(A)"
    ),
    "forged-value": (
        "import _host, json\ndef scale(x):\n"
        " _host.call(json.dumps({'value': [14, 16]}).encode())\n return x"
    ),
    "forged-and-gone": (
        "import _host, os\ndef scale(x):\n _host.call(b'{\"value\": true}')\n os._exit(0)"
    ),
    "patched-checker": (
        "import sys\nmain = sys.modules['__main__']\n"
        "main.pack = lambda value, depth: True\ndef scale(x): return x"
    ),
    "patched-json": (
        "import json\njson.dumps = lambda *a, **k: '{\"value\": true}'\ndef scale(x): return x"
    ),
}  # fmt: skip

# It does not hold the words that it looks for, or would find itself.
LOOK = """
import gc, sys
def tells(text):
    return any(str(n + 1) in text for n in (314158, 161802)) or "".join(reversed("egralqz")) in text
def scale(x):
    frame = sys._getframe()
    while frame is not None:
        for space in (frame.f_locals, frame.f_globals):
            for name, value in list(space.items()):
                code = getattr(value, "__code__", None)
                text = f"{name} {value} {code and code.co_consts}"
                if tells(text):
                    print("found", text[:100])
        frame = frame.f_back
    for thing in gc.get_objects():
        shown = thing if type(thing) in (list, tuple) else getattr(thing, "__name__", "")
        if tells(str(shown)[:2000]):
            print("found", str(shown)[:100])
    print("looked")
    return [2.0 * v for v in x]
"""


def passed(judgement: Judgement) -> set[str]:
    return {test.id for test in judgement.tests if test.passed}


@pytest.mark.parametrize("program", CHEATS.values(), ids=CHEATS)
def test_it_is_not_fooled(cache: Path, program: str) -> None:
    assert passed(judge(program, SPEC, cache=cache)).isdisjoint({"secret", "all", "large"})


@pytest.mark.parametrize("program", FORGERIES.values(), ids=FORGERIES)
def test_it_takes_a_forged_value_for_no_more_than_it_is(cache: Path, program: str) -> None:
    assert passed(judge(program, SPEC, cache=cache)).isdisjoint({"secret", "large"})


def test_it_passes_an_honest_program_that_shadows_a_builtin(cache: Path) -> None:
    program = (
        "from numpy import *\nlen = None\nmax = sum\ndef scale(x): return array(x, float64) * 2"
    )
    assert passed(judge(program, SPEC, cache=cache)) == {test.id for test in SPEC.tests}


def test_it_does_not_let_others_wait_for_a_program_that_never_ends(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "PATIENCE_SECONDS", 0.0)
    begun: list[str] = []

    def watched(program: str, *arguments: Any, **options: Any) -> Outcome:
        begun.append(program)
        return run(program, *arguments, **options)

    monkeypatch.setattr(judging, "run", watched)
    spin = "def scale(x):\n    while True: pass"
    judgement = judge(spin, SPEC, cache=cache, limits=Limits(seconds=20, call_seconds=1))
    assert begun.count(spin) == 1
    assert [test.state for test in judgement.tests[:2]] == [State.TIME_LIMIT, State.NOT_RUN]
    assert (judgement.passed, judgement.findings) == (0, ())


def test_it_keeps_hidden_inputs_out_of_the_visible_tests_reach(cache: Path) -> None:
    judgement = judge(LOOK, SPEC, cache=cache)
    assert "shown" in passed(judgement)
    assert judgement.tests[0].stdout == "looked\n"


@pytest.mark.parametrize(
    "way",
    [
        "raise ValueError(str(x))",
        "raise type(str(x), (Exception,), {})",
        "import os; os.write(1, str(x).encode()); os.write(2, str(x).encode())",
        "import sys; sys.__stdout__.write(str(x)); sys.stderr.write(str(x))",
        "import atexit; atexit.register(print, x)",
        "import warnings; warnings.warn(str(x))",
        "e = SyntaxError(str(x)); e.lineno = x[0]; e.filename = 'answer.py'; raise e",
        "raise SystemExit(str(x))",
        "import os; os._exit(x[0] % 200)",
        "return {str(x): x}",
    ],
)
def test_it_tells_nothing_of_a_hidden_call(cache: Path, way: str) -> None:
    program = f"def scale(x):\n    if x[0] > 1000:\n        {way}\n    return [2.0 * v for v in x]"
    told = json.dumps(describe(judge(program, SPEC, cache=cache), SPEC))
    assert "314159" not in told
    assert "271828" not in told


def test_it_credits_a_program_that_does_nothing_with_no_restraint(cache: Path) -> None:
    judgement = judge("def scale(x): return None", SPEC, cache=cache)
    assert passed(judgement) == set()
    assert judgement.findings == ()
