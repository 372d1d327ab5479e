"""What a report and the room show of a run: ready for the template, in the person's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from interview.coding.models import CodeRun
from interview.coding.remarks import lines_of
from interview.coding.starting import final_run_of
from interview.practice.answer import Answer
from interview.sandbox import State


def state_text(state: str) -> str:
    return (
        {
            State.FINISHED: _("finished"),
            State.RAISED: _("raised an error"),
            State.EXITED: _("ended itself"),
            State.TIME_LIMIT: _("time limit exceeded"),
            State.MEMORY_LIMIT: _("memory limit exceeded"),
            State.OUTPUT_LIMIT: _("printed too much; the output was cut"),
            State.CRASHED: _("crashed the interpreter"),
            State.NOT_RUN: _("not run"),
            State.WARMING_UP: _("the code runner is warming up"),
            State.UNAVAILABLE: _("the code runner is not available"),
        }.get(State(state), state)
        if state
        else ""
    )


def finding_text(kind: str) -> str:
    return {
        "shape": _("The result has another shape than asked for."),
        "dtype": _("The result has another number type than asked for."),
        "vectorised": _("This is many times slower than a vectorised solution: look at the loop."),
        "stability": _("The result breaks on extreme or degenerate input."),
        "determinism": _("The same seed does not give the same result."),
        "leakage": _("Test data leaks into what is learned from training data."),
        "mutation": _("The function changes its input."),
    }.get(kind, kind)


def describe_run(run: CodeRun) -> dict[str, Any]:
    """Return the context of ``coding/_result.html``; no query."""
    result = run.result
    findings = {
        (finding["kind"], finding["line"]): {
            "text": finding_text(finding["kind"]), "line": finding["line"]
        }
        for finding in result.get("findings", [])
    }  # fmt: skip
    memory = result.get("peak_memory")
    return {
        "run": run,
        "state": run.state,
        "state_text": state_text(run.state),
        "result": result,
        "tests": [
            test | {"state_text": state_text(test["state"])} for test in result.get("tests", [])
        ],
        "own": [call | {"state_text": state_text(call["state"])} for call in result.get("own", [])],
        "findings": list(findings.values()),
        "memory_mb": round(memory / 2**20) if memory else None,
        "seconds": round(result.get("ms", 0) / 1000, 2),
    }


def describe_code(answer: Answer) -> dict[str, Any] | None:
    """Return the context of ``coding/_report.html``; `code_runs` must be loaded."""
    run = final_run_of(answer)
    if run is None:
        return None
    marks: dict[int, list[str]] = {}
    for finding in run.result.get("findings", []):
        if finding["line"]:
            marks.setdefault(finding["line"], []).append(finding_text(finding["kind"]))
    error = run.result.get("error")
    if error and error["line"]:
        marks.setdefault(error["line"], []).append(f"{error['type']}: {error['message']}")
    lines = [
        # several tests may say the same of one line
        {"number": number, "text": text, "notes": list(dict.fromkeys(marks.get(number, [])))}
        for number, text in enumerate(lines_of(run.program), start=1)
    ]
    share = round(100 * run.passed / run.total) if run.total else None
    return describe_run(run) | {"lines": lines, "share": share}
