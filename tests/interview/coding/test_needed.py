"""What of a question's own code goes along with some calls."""

from __future__ import annotations

import pytest

from interview.coding.needed import needed_setup

SETUP = """
from math import tau
rng = np.random.default_rng(0)
first = rng.normal()
second = rng.normal()
table = {}
table["a"] = 1
np.seterr(all="ignore")
def inner(): return tau
def outer(): return inner()
def hidden(): return "secret"
"""


@pytest.mark.parametrize(
    ("call", "there", "missing"),
    [
        ("f(outer())", ["def outer", "def inner", "from math", "np.seterr"], ["hidden", "rng"]),
        ("f(second)", ["rng =", "first =", "second ="], ["hidden", "table", "tau"]),
        ("f(table)", ["table = {}", "table['a'] = 1"], ["hidden", "rng"]),
        ("f([1])", ["np.seterr"], ["hidden", "rng", "table", "tau"]),
        ("f(", ["hidden", "rng"], []),
    ],
    ids=["functions", "what-may-change-it", "filled-later", "nothing", "broken-call"],
)
def test_it_takes_what_a_call_needs(call: str, there: list[str], missing: list[str]) -> None:
    needed = needed_setup(SETUP, [call], ["f"])
    assert [word for word in there if word not in needed] == []
    assert [word for word in missing if word in needed] == []


def test_it_brings_in_what_is_named_like_a_builtin() -> None:
    assert needed_setup("", ["sorted([1])"], ["sorted"]) == "from answer import sorted"
