"""Judging a program: visible tests in one instance, hidden ones in another, compared out here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from interview.coding.checks import agrees, shape_of
from interview.coding.judgement import Finding, Judgement, TestResult
from interview.questions.coding_schema import CodeTest, CodingSpec
from interview.sandbox import Array, CallOutcome, Limits, Outcome, State, plain, run

# Tests that kill their instance cost the others a new one each; so many, then the rest is left.
INSTANCES = 4
LOOP = re.compile(r"^[ \t]+(for|while)\b", re.MULTILINE)
# Below this no time is worth a remark: measuring itself takes about as long.
QUICK_MS = 10.0
DEFAULTS = Limits()


class ReferenceFailed(Exception):
    """The reference itself could not be run to its end."""


def judge(
    program: str,
    spec: CodingSpec,
    *,
    cache: Path,
    hidden: bool = True,
    limits: Limits = DEFAULTS,
) -> Judgement:
    """Run the visible tests, and with `hidden` the others too, in instances of their own.

    What hidden tests print, return and raise is dropped here: their results say only whether
    they passed and in which state they ended.
    """
    visible = [test for test in spec.tests if not test.hidden]
    secret = [test for test in spec.tests if test.hidden] if hidden else []
    first, outcomes = run_all(program, visible, spec, cache, limits)
    if first.state != State.FINISHED:
        return Judgement(
            first.state, stdout=first.stdout, error=first.error, ms=first.ms,
            peak_memory=first.peak_memory,
        )  # fmt: skip
    if secret:
        outcomes += run_all(program, secret, spec, cache, limits)[1]
    tests = [*visible, *secret]
    expected = expected_of(spec, tests, cache, limits)
    if expected is None:
        return Judgement(State.UNAVAILABLE)
    slow = [t for t, o in zip(tests, outcomes, strict=True) if is_slow(t, o, expected[t.id])]
    for test, again, wanted in measure_again(program, slow, spec, cache, limits):
        outcomes[tests.index(test)], expected[test.id] = again, wanted
    results: list[TestResult] = []
    findings: list[Finding] = []
    for test, outcome in zip(tests, outcomes, strict=True):
        wanted = expected[test.id]
        kinds = list(remarks(test, outcome, wanted))
        findings += [Finding(kind, test.id, line_of(kind, program)) for kind in kinds]
        passed = outcome.state == State.FINISHED and not kinds and matches(test, outcome, wanted)
        results.append(describe(test, outcome, wanted, passed=passed))
        if not passed and not kinds and test.finds:
            findings.append(Finding(test.finds, test.id))
    return Judgement(
        State.FINISHED,
        tuple(results),
        tuple(dict.fromkeys(findings)),
        stdout=first.stdout,
        ms=first.ms,
        peak_memory=first.peak_memory,
    )


def run_all(
    program: str, tests: Sequence[CodeTest], spec: CodingSpec, cache: Path, limits: Limits
) -> tuple[Outcome, list[CallOutcome]]:
    """Make every test's call; those after one that ended its instance get another instance."""
    calls = [test.call for test in tests]
    first = run(program, calls, cache=cache, setup=spec.setup, limits=limits)
    outcomes = list(first.calls)
    latest = first
    for _ in range(INSTANCES - 1):
        left = next((i for i, o in enumerate(outcomes) if o.state == State.NOT_RUN), len(calls))
        if left in (0, len(calls)) or latest.state != State.FINISHED:
            break
        latest = run(program, calls[left:], cache=cache, setup=spec.setup, limits=limits)
        outcomes[left:] = latest.calls
    return first, outcomes


def expected_of(
    spec: CodingSpec, tests: Sequence[CodeTest], cache: Path, limits: Limits
) -> dict[str, CallOutcome] | None:
    """Return what each test wants; None when the reference itself could not be run."""
    asked = [test for test in tests if test.needs_reference]
    calls = tuple(test.call for test in asked)
    try:
        told = reference_outcomes(spec.reference, spec.setup, calls, cache, limits)
    except ReferenceFailed:
        return None
    wanted = {t.id: CallOutcome(State.FINISHED, t.expected) for t in tests}
    return wanted | {test.id: outcome for test, outcome in zip(asked, told, strict=True)}


@lru_cache(maxsize=256)
def reference_outcomes(
    reference: str, setup: str, calls: tuple[str, ...], cache: Path, limits: Limits
) -> tuple[CallOutcome, ...]:
    if not calls:
        return ()
    outcome = run(reference, calls, cache=cache, setup=setup, limits=limits)
    if outcome.worst != State.FINISHED:
        raise ReferenceFailed  # which is not remembered: a busy machine may do better next time
    return outcome.calls


def matches(test: CodeTest, outcome: CallOutcome, wanted: CallOutcome) -> bool:
    return agrees(outcome.value, wanted.value, test)


def remarks(test: CodeTest, outcome: CallOutcome, wanted: CallOutcome) -> list[str]:
    """Return what is wrong with a value beyond its numbers."""
    found: list[str] = []
    slow = is_slow(test, outcome, wanted)
    if outcome.state != State.FINISHED:
        return ["vectorised"] if slow else []
    value = outcome.value
    if isinstance(wanted.value, Array) and shape_of(value) != wanted.value.shape:
        found.append("shape")
    if test.dtype and not (isinstance(value, Array) and value.dtype == test.dtype):
        found.append("dtype")
    if slow:
        found.append("vectorised")
    return found


def is_slow(test: CodeTest, outcome: CallOutcome, wanted: CallOutcome) -> bool:
    if test.slower is None:
        return False
    if outcome.state == State.TIME_LIMIT:
        return True
    allowed = test.slower * max(wanted.cpu_ms, QUICK_MS)
    return outcome.state == State.FINISHED and outcome.cpu_ms > allowed


def measure_again(
    program: str, tests: Sequence[CodeTest], spec: CodingSpec, cache: Path, limits: Limits
) -> list[tuple[CodeTest, CallOutcome, CallOutcome]]:
    """Run what looked slow once more, the reference right beside it: a busy machine is not a slow
    program, and the reference's time may be from a quieter hour."""
    if not tests:
        return []
    wanted = run(
        spec.reference, [t.call for t in tests], cache=cache, setup=spec.setup, limits=limits
    )
    if wanted.worst != State.FINISHED:
        return []
    _, outcomes = run_all(program, tests, spec, cache, limits)
    again = zip(tests, outcomes, wanted.calls, strict=True)
    return [(t, o, w) for t, o, w in again if o.state in (State.FINISHED, State.TIME_LIMIT)]


def describe(
    test: CodeTest, outcome: CallOutcome, wanted: CallOutcome, *, passed: bool
) -> TestResult:
    if test.hidden:
        return TestResult(test.id, True, passed, outcome.state)
    return TestResult(
        id=test.id,
        hidden=False,
        passed=passed,
        state=outcome.state,
        call=test.call,
        expected=plain(wanted.value),
        actual=plain(outcome.value),
        stdout=outcome.stdout,
        error=outcome.error,
        ms=outcome.ms,
    )


def line_of(kind: str, program: str) -> int | None:
    """Return the line of the first loop, which is what a remark about vectorising is about."""
    loop = LOOP.search(program) if kind == "vectorised" else None
    return program.count("\n", 0, loop.start()) + 1 if loop else None
