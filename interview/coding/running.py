"""Taking up one run: judge it, write down what the candidate may read, and tell the page."""

from __future__ import annotations

import logging
from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.utils import timezone

from interview.coding.checks import is_close
from interview.coding.grid import draw_grid, draw_lines
from interview.coding.judgement import Judgement, TestResult
from interview.coding.judging import judge
from interview.coding.models import CodeRun, RunKind
from interview.coding.push import run_changed
from interview.questions.coding_schema import CodeTest, CodingSpec
from interview.sandbox import CallOutcome, State, plain, run, warm_up

logger = logging.getLogger(__name__)

SHOWN = 4000
WAITING = {State.WARMING_UP}


def take_up(run_id: int) -> None:
    """Run it if it is due. Called twice, or for a run that somebody else took, it does nothing."""
    row = CodeRun.objects.claim(run_id, timezone.now())
    if row is None:
        return
    spec = CodingSpec.model_validate(row.answer.turn.version.coding)
    if row.is_given_up:
        finish(row, spec, Judgement(State.CRASHED), [])
        return
    judgement = judge(
        row.program, spec, cache=settings.SANDBOX_CACHE, hidden=row.kind != RunKind.RUN
    )
    if judgement.state in WAITING:
        if settings.SANDBOX_WARM:
            warm_up(settings.SANDBOX_CACHE)  # again, should whoever was at it have died
        row.wait_again(judgement.state)
        run_changed(row)
        return
    if judgement.state == State.UNAVAILABLE and row.is_tried_again:
        row.wait_again("", tried=True)
        return
    own = own_calls(row) if judgement.state == State.FINISHED and row.calls else []
    finish(row, spec, judgement, own)


def own_calls(row: CodeRun) -> list[dict[str, Any]]:
    """Run the candidate's own calls, in an instance where no hidden input has ever been."""
    outcome = run(row.program, row.calls, cache=settings.SANDBOX_CACHE)
    return [
        describe_call(call, found) for call, found in zip(row.calls, outcome.calls, strict=True)
    ]


def describe_call(call: str, found: CallOutcome) -> dict[str, Any]:
    return {
        "call": call,
        "state": found.state,
        "value": shown(found.value),
        "grid": draw_grid(plain(found.value)),
        "stdout": found.stdout[:SHOWN],
        "error": asdict(found.error) if found.error else None,
        "ms": found.ms,
    }


def finish(row: CodeRun, spec: CodingSpec, judgement: Judgement, own: list[dict[str, Any]]) -> None:
    done = row.finish(
        state=judgement.state,
        passed=judgement.passed,
        total=judgement.total,
        result=storable(describe(judgement, spec) | {"own": own}),
        now=timezone.now(),
    )
    if done:
        logger.info("code run finished", extra={"run": row.pk, "state": str(judgement.state)})
        run_changed(row)


def describe(judgement: Judgement, spec: CodingSpec) -> dict[str, Any]:
    """Return the judgement as stored: values as short text and as pictures, ready to be shown."""
    asked = {test.id: test for test in spec.tests}
    return {
        "stdout": judgement.stdout[:SHOWN],
        "error": asdict(judgement.error) if judgement.error else None,
        "ms": judgement.ms,
        "peak_memory": judgement.peak_memory,
        "findings": [asdict(finding) for finding in judgement.findings],
        "tests": [asdict(readable(test)) | draw(test, asked[test.id]) for test in judgement.tests],
    }


def readable(test: TestResult) -> TestResult:
    """Return the result with its values as short texts."""
    return replace(
        test,
        expected="" if test.hidden else shown(test.expected),
        actual="" if test.hidden else shown(test.actual),
        stdout=test.stdout[:SHOWN],
    )


def draw(result: TestResult, test: CodeTest) -> dict[str, Any]:
    """Return the pictures of a failed test's two values, where they are arrays of numbers."""
    if result.hidden or result.passed or result.state != State.FINISHED:
        return {}
    wanted, got = result.expected, result.actual
    same = (lambda a, e: is_close(a, e, test)) if test.check == "close" else None
    return {
        "expected_grid": draw_grid(wanted),
        "actual_grid": draw_grid(got, wanted, same),
        "lines": draw_lines(wanted, got),
    }


def shown(value: Any) -> str:
    """Return a value as text to read; long ones are cut."""
    text = repr(plain(value))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def storable(value: Any) -> Any:
    """Return the value with every text as the database can keep it: no nulls, no half characters."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
        case dict():
            return {key: storable(item) for key, item in value.items()}
        case list() | tuple():
            return [storable(item) for item in value]
    return value
