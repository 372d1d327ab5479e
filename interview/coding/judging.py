"""Judging a program: visible tests in one instance, hidden ones in another, compared out here."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from interview.coding.checks import agrees
from interview.coding.judgement import Finding, Judgement, TestResult
from interview.coding.needed import needed_setup
from interview.coding.remarks import GUARDS, failure_tells, is_slow, line_of, remarks
from interview.questions.coding_schema import CodeTest, CodingSpec
from interview.sandbox import CallOutcome, Limits, Outcome, State, plain, run

# Tests that kill their instance cost the others a new one each; so many, then the rest is left.
INSTANCES = 4
# Nor is a new one begun when the program has had this long: others wait for the same worker.
PATIENCE_SECONDS = 15.0
DEFAULTS = Limits()
NOT_RUN = CallOutcome(State.NOT_RUN)


class ReferenceFailed(Exception):
    """The reference itself could not be run to its end."""


@dataclass(frozen=True)
class Tried:
    """A test, what the program made of it, and what was wanted."""

    test: CodeTest
    outcome: CallOutcome
    wanted: CallOutcome

    @cached_property
    def remarks(self) -> list[str]:
        return remarks(self.test, self.outcome, self.wanted)

    @cached_property
    def fits(self) -> bool:
        finished = self.outcome.state == State.FINISHED
        right = finished and agrees(self.outcome.value, self.wanted.value, self.test)
        return right and not self.remarks


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
    they passed and in which state they ended. Nor is anything that only they need in the visible
    tests' instance, whose prints are shown.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    visible = [test for test in spec.tests if not test.hidden]
    secret = [test for test in spec.tests if test.hidden] if hidden else []
    first, outcomes = run_all(program, visible, spec, cache, limits, until)
    if first.state != State.FINISHED:
        return Judgement(
            first.state, stdout=first.stdout, error=first.error, ms=first.ms,
            peak_memory=first.peak_memory,
        )  # fmt: skip
    try:
        tried = compare(program, visible, outcomes, spec, cache, limits)
        if secret and time.monotonic() > until and not any_finished(outcomes):
            tried += [Tried(test, NOT_RUN, NOT_RUN) for test in secret]
        elif secret:
            _, outcomes = run_all(program, secret, spec, cache, limits, until)
            tried += compare(program, secret, outcomes, spec, cache, limits)
    except ReferenceFailed:
        return Judgement(State.UNAVAILABLE)
    sound = not visible or any(one.fits for one in tried if not one.test.hidden)
    results: list[TestResult] = []
    findings: list[Finding] = []
    for one in tried:
        passed = one.fits and (sound or one.test.finds not in GUARDS)
        kinds = one.remarks
        if not one.fits and not kinds:
            kinds = list(failure_tells(one.test, one.outcome, one.wanted, sound=sound))
        entry = next((name for name in spec.entry if name in one.test.call), spec.entry[0])
        findings += [Finding(kind, one.test.id, line_of(kind, program, entry)) for kind in kinds]
        results.append(describe(one, passed=passed))
    return Judgement(
        State.FINISHED,
        tuple(results),
        tuple(dict.fromkeys(findings)),
        stdout=first.stdout,
        ms=first.ms,
        peak_memory=first.peak_memory,
    )


def any_finished(outcomes: Sequence[CallOutcome]) -> bool:
    return any(outcome.state == State.FINISHED for outcome in outcomes)


def run_all(
    program: str,
    tests: Sequence[CodeTest],
    spec: CodingSpec,
    cache: Path,
    limits: Limits,
    until: float = math.inf,
) -> tuple[Outcome, list[CallOutcome]]:
    """Make every test's call; those after one that ended its instance get another instance.

    until: the moment of the monotonic clock after which no other instance is begun.
    """
    calls = [test.call for test in tests]
    setup = needed_setup(spec.setup, calls, spec.entry)
    first = run(program, calls, cache=cache, setup=setup, limits=limits)
    outcomes = list(first.calls)
    latest = first
    for _ in range(INSTANCES - 1):
        left = next((i for i, o in enumerate(outcomes) if o.state == State.NOT_RUN), len(calls))
        if left in (0, len(calls)) or latest.state != State.FINISHED or time.monotonic() > until:
            break
        latest = run(program, calls[left:], cache=cache, setup=setup, limits=limits)
        outcomes[left:] = latest.calls
    return first, outcomes


def compare(
    program: str,
    tests: Sequence[CodeTest],
    outcomes: Sequence[CallOutcome],
    spec: CodingSpec,
    cache: Path,
    limits: Limits,
) -> list[Tried]:
    """Hold what came of the tests to what is wanted; ReferenceFailed when that cannot be known."""
    expected = expected_of(spec, tests, cache, limits)
    tried = [Tried(t, o, expected[t.id]) for t, o in zip(tests, outcomes, strict=True)]
    slow = [one.test for one in tried if is_slow(one.test, one.outcome, one.wanted)]
    again = {one.test.id: one for one in measure_again(program, slow, spec, cache, limits)}
    return [again.get(one.test.id, one) for one in tried]


def expected_of(
    spec: CodingSpec, tests: Sequence[CodeTest], cache: Path, limits: Limits
) -> dict[str, CallOutcome]:
    asked = [test for test in tests if test.needs_reference]
    calls = tuple(test.call for test in asked)
    setup = needed_setup(spec.setup, calls, spec.entry)
    told = reference_outcomes(spec.reference, setup, calls, cache, limits)
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


def measure_again(
    program: str, tests: Sequence[CodeTest], spec: CodingSpec, cache: Path, limits: Limits
) -> list[Tried]:
    """Run what looked slow once more, the reference right beside it: a busy machine is not a slow
    program, and the reference's time may be from a quieter hour."""
    if not tests:
        return []
    calls = [test.call for test in tests]
    setup = needed_setup(spec.setup, calls, spec.entry)
    wanted = run(spec.reference, calls, cache=cache, setup=setup, limits=limits)
    if wanted.worst != State.FINISHED:
        return []
    _, outcomes = run_all(program, tests, spec, cache, limits, until=time.monotonic())
    again = map(Tried, tests, outcomes, wanted.calls)
    return [one for one in again if one.outcome.state in (State.FINISHED, State.TIME_LIMIT)]


def describe(one: Tried, *, passed: bool) -> TestResult:
    test, outcome = one.test, one.outcome
    if test.hidden:
        return TestResult(test.id, True, passed, outcome.state)
    return TestResult(
        id=test.id,
        hidden=False,
        passed=passed,
        state=outcome.state,
        call=test.call,
        expected=plain(one.wanted.value),
        actual=plain(outcome.value),
        stdout=outcome.stdout,
        error=outcome.error,
        ms=outcome.ms,
    )
