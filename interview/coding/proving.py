"""The code's release check: the reference passes every test, and the tests notice every mistake."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import ValidationError

from interview.coding.judgement import Judgement
from interview.coding.judging import DEFAULTS, judge, run_all
from interview.questions.coding_schema import CodeTest, CodingSpec, WrongSolution
from interview.questions.models import RubricVersion
from interview.questions.publishing import content_hash
from interview.questions.release import CheckState, ReleaseCheck
from interview.sandbox import CallOutcome, Outcome, State, plain

logger = logging.getLogger(__name__)

JUDGE = "code"
SHOWN = 300
# what says nothing about the code: the runtime is being compiled, or this machine has none
NOT_READY = {State.WARMING_UP, State.UNAVAILABLE}
Finding = dict[str, Any]


class RunnerNotReady(Exception):
    """The code could not be run at all; `state` says why."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


def has_solutions(version: RubricVersion) -> bool:
    return version.coding is not None


def run_proof(pk: int) -> None:
    """Prove one version's code, once; run again it does nothing."""
    check = ReleaseCheck.objects.filter(pk=pk, judge=JUDGE).select_related("version").first()
    if check is None or not check.claim():
        return
    try:
        if content_hash(check.version) != check.content_hash:
            check.finish(CheckState.FAILED, [{"rule": "content", "cases": []}], {})
            return
        spec = CodingSpec.model_validate(check.version.coding)
        findings = list(prove(spec, cache=settings.SANDBOX_CACHE))
    except RunnerNotReady as wait:
        if wait.state == State.WARMING_UP:
            check.put_back()
        else:
            check.finish(CheckState.BROKEN, [], {})
    except ValidationError:
        check.finish(CheckState.FAILED, [{"rule": "code-incomplete", "cases": []}], {})
    except Exception:
        logger.exception("proof of code failed", extra={"check": pk})
        check.finish(CheckState.BROKEN, [], {})
    else:
        state = CheckState.FAILED if findings else CheckState.PASSED
        check.finish(state, findings, {"tests": len(spec.tests), "mistakes": len(spec.wrong)})


def prove(spec: CodingSpec, *, cache: Path) -> Iterator[Finding]:
    """Yield what a curator has to mend, each with the tests it is about.

    RunnerNotReady where nothing can be run.
    """
    failing = list(prove_reference(spec, cache))
    yield from failing
    if failing:
        return  # what the tests say of anything else means nothing until they fit the reference
    for wrong in spec.wrong:
        yield from prove_noticed(spec, wrong, cache)
    begun = judged(spec.starter, spec, cache)
    if begun.state != State.FINISHED:
        yield {"rule": "starter-broken", "cases": [case("starter", ended(begun))]}
    elif begun.passed == begun.total:
        yield {"rule": "starter-passes", "cases": []}


def prove_reference(spec: CodingSpec, cache: Path) -> Iterator[Finding]:
    """Say where the reference does not do what the tests ask; whoever writes them sees hidden ones too."""
    whole, outcomes = run_all(spec.reference, spec.tests, spec, cache, DEFAULTS)
    if whole.state in NOT_READY:
        raise RunnerNotReady(whole.state)
    if whole.state != State.FINISHED:
        yield {"rule": "reference-broken", "cases": [case("reference", ended(whole))]}
        return
    failed = {
        test.id
        for test, outcome in zip(spec.tests, outcomes, strict=True)
        if outcome.state != State.FINISHED
    }
    if not failed:
        told = judged(spec.reference, spec, cache)
        failed = {test.id for test in told.tests if not test.passed}
    cases = [
        case(test.id, f"{test.call}\n→ {got(outcome)}\n{wanted(test)}")
        for test, outcome in zip(spec.tests, outcomes, strict=True)
        if test.id in failed
    ]
    if cases:
        yield {"rule": "reference", "cases": cases}


def prove_noticed(spec: CodingSpec, wrong: WrongSolution, cache: Path) -> Iterator[Finding]:
    """Say so where a planted mistake passes a test that was written to catch it."""
    tests = [test for test in spec.tests if test.id in wrong.fails]
    # with all visible ones: a test for a side effect counts only where something is right
    asked = [test for test in spec.tests if test in tests or not test.hidden]
    told = judged(spec.wrong_program(wrong), with_tests(spec, asked), cache)
    if told.state != State.FINISHED:
        return  # it does not even start, which every test notices
    passed = {test.id for test in told.tests if test.passed}
    missed = [test for test in tests if test.id in passed]
    if missed:
        before, after = wrong.replace
        shown = case(wrong.id, f"− {before}\n+ {after}")
        cases = [shown, *(case(test.id, test.call) for test in missed)]
        yield {"rule": "mistake", "cases": cases}


def judged(program: str, spec: CodingSpec, cache: Path) -> Judgement:
    told = judge(program, spec, cache=cache)
    if told.state in NOT_READY:
        raise RunnerNotReady(told.state)
    return told


def with_tests(spec: CodingSpec, tests: Sequence[CodeTest]) -> CodingSpec:
    return spec.model_copy(update={"tests": list(tests)})


def got(outcome: CallOutcome) -> str:
    return repr(plain(outcome.value)) if outcome.state == State.FINISHED else ended(outcome)


def wanted(test: CodeTest) -> str:
    """Return what the test asks for, where it says so itself."""
    asked = [] if test.from_reference else [f"≠ {test.expected!r}"]
    return "\n".join([*asked, *([f"dtype {test.dtype}"] if test.dtype else [])])


def ended(told: Judgement | Outcome | CallOutcome) -> str:
    """Return how what did not finish ended, in its own words."""
    return f"{told.error.type}: {told.error.message}" if told.error else str(told.state)


def case(name: str, text: str) -> Finding:
    return {"name": name, "language": "", "text": text[:SHOWN], "score": None, "code": True}
