"""What is said aloud of a run: the verdict, where it broke, and the first test that failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interview.coding.models import RunStatus
from interview.sandbox import State

# A value read out longer than this says nothing any more; the page has it whole.
LONGEST = 120


def spoken_of(found: Mapping[str, Any], place: int) -> str:
    """Return a run, as `describe_run` has it, in the words of the page."""
    run = found["run"]
    if run.is_done:
        return " ".join(sentences(found))
    if run.state == State.WARMING_UP:
        return _("The code runner is warming up. Your run starts by itself.")
    if run.status == RunStatus.RUNNING:
        return _("Running…")
    if place:
        words = ngettext(
            "Waiting: %(n)s run before yours.", "Waiting: %(n)s runs before yours.", place
        )
        return words % {"n": place}
    return _("Waiting: yours is next.")


def error_line(found: Mapping[str, Any]) -> int | None:
    """Return the line to look at first: where it broke, else where a finding lies."""
    errors = [found["result"].get("error"), *(test["error"] for test in visible(found))]
    lines = [error["line"] for error in errors if error and error["line"]]
    lines += [finding["line"] for finding in found["findings"] if finding["line"]]
    return lines[0] if lines else None


def sentences(found: Mapping[str, Any]) -> Iterator[str]:
    run = found["run"]
    if found["tests"]:
        words = _("%(passed)s of %(total)s tests passed.")
        yield words % {"passed": run.passed, "total": run.total}
    else:
        yield _("Program: %(state)s.") % {"state": found["state_text"]}
    if error := found["result"].get("error"):
        yield error_text(error)
    for finding in found["findings"]:
        yield finding["text"]
        if finding["line"]:
            yield _("Line %(line)s.") % {"line": finding["line"]}
    if failed := next((test for test in visible(found) if not test["passed"]), None):
        yield _("First that failed: %(call)s.") % {"call": cut(failed["call"])}
        if failed["error"]:
            yield error_text(failed["error"])
        elif failed["state"] == State.FINISHED:
            words = _("Expected %(expected)s, got %(actual)s.")
            yield words % {
                "expected": cut(failed["expected"]), "actual": cut(failed["actual"])
            }  # fmt: skip
        else:
            yield f"{failed['state_text']}."


def visible(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [test for test in found["tests"] if not test["hidden"]]


def error_text(error: Mapping[str, Any]) -> str:
    text = f"{error['type']}: {cut(error['message'])}"
    if error["line"]:
        return _("%(error)s, in line %(line)s.") % {"error": text, "line": error["line"]}
    return f"{text}."


def cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
