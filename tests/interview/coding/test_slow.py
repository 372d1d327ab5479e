"""What is called slow: many times the reference's processor time, measured twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interview.coding import judging
from interview.coding.judgement import Judgement
from interview.questions.coding_schema import CodeTest, CodingSpec
from interview.sandbox import CallOutcome, Outcome, State

SPEC = CodingSpec.model_construct(
    reference="def f(): return 1",
    setup="",
    entry=["f"],
    tests=[
        CodeTest.model_construct(
            id="long", call="f()", expected=1, from_reference=True, hidden=False, slower=8.0,
            dtype=None, finds=None,
        )
    ],
)  # fmt: skip


def timed(cpu_ms: float, ms: float | None = None, state: State = State.FINISHED) -> CallOutcome:
    return CallOutcome(state, 1, ms=cpu_ms if ms is None else ms, cpu_ms=cpu_ms)


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Judgement]:
    """Judge a program whose runs, and the reference's, take the times given, one run after another."""

    def judge_one(theirs: list[CallOutcome], ours: list[CallOutcome]) -> Judgement:
        left = {"program": list(theirs), SPEC.reference: list(ours)}

        def run(program: str, calls: Any, **_: Any) -> Outcome:
            return Outcome(State.FINISHED, calls=(left[program].pop(0),))

        monkeypatch.setattr(judging, "run", run)
        judging.reference_outcomes.cache_clear()
        return judging.judge("program", SPEC, cache=tmp_path)

    return judge_one


def test_it_forgives_a_busy_machine(judge) -> None:
    assert judge([timed(20, ms=4000)], [timed(15)]).findings == ()


def test_it_asks_again_before_it_calls_a_program_slow(judge) -> None:
    judgement = judge([timed(900), timed(30)], [timed(20), timed(25)])
    assert judgement.tests[0].passed
    assert judgement.findings == ()


@pytest.mark.parametrize("state", [State.FINISHED, State.TIME_LIMIT])
def test_it_says_so_when_it_is_slow_both_times(judge, state: State) -> None:
    judgement = judge([timed(900, state=state), timed(950, state=state)], [timed(20), timed(25)])
    assert not judgement.tests[0].passed
    assert [finding.kind for finding in judgement.findings] == ["vectorised"]
