"""Run a program in the sandbox from the shell: `manage.py run_code FILE.py [--question A3.1] [--json]`."""

from __future__ import annotations

import json
import math
from argparse import ArgumentParser
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from interview.coding.judgement import Judgement
from interview.coding.judging import judge
from interview.questions.files import BadFile, read_bank
from interview.questions.schema import QuestionFile
from interview.sandbox import Failure, Outcome, State, plain, run, warm_up


class Command(BaseCommand):
    help = "Run a Python file in the sandbox; with --question, judge it by the question's tests."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--question", metavar="ID", help="judge it by this question's tests")
        parser.add_argument("--call", action="append", default=[], help="an expression to evaluate")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        try:
            # with or without the mark that some editors begin a file with
            program = options["file"].read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} cannot be read as text") from error
        if options["question"] and options["call"]:
            raise CommandError("a question brings its own calls: leave --call or --question out")
        question = self.find(options["question"]) if options["question"] else None
        warm_up(settings.SANDBOX_CACHE, wait=True)
        if question is not None:
            assert question.coding is not None
            judgement = judge(program, question.coding, cache=settings.SANDBOX_CACHE)
            self.show(
                judgement_data(judgement), judgement_lines(judgement), as_json=options["json"]
            )
            return
        outcome = run(program, options["call"], cache=settings.SANDBOX_CACHE)
        self.show(outcome_data(outcome), outcome_lines(outcome), as_json=options["json"])

    def find(self, key: str) -> QuestionFile:
        try:
            bank = read_bank(settings.QUESTION_FOLDER)
        except BadFile as error:
            raise CommandError("the question files have faults; see check_bank") from error
        for question in bank:
            if question.id == key and question.coding is not None:
                return question
        raise CommandError(f"there is no coding question {key}")

    def show(self, data: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(data, ensure_ascii=False, allow_nan=False))
        else:
            self.stdout.write(printable("\n".join(lines)))


def outcome_data(outcome: Outcome) -> dict[str, Any]:
    calls = tuple(replace(call, value=jsonable(plain(call.value))) for call in outcome.calls)
    return jsonable_of(replace(outcome, calls=calls))


def judgement_data(judgement: Judgement) -> dict[str, Any]:
    tests = tuple(
        replace(test, expected=jsonable(test.expected), actual=jsonable(test.actual))
        for test in judgement.tests
    )
    return jsonable_of(replace(judgement, tests=tests))


def jsonable_of(found: Outcome | Judgement) -> dict[str, Any]:
    return {key: jsonable(value) for key, value in asdict(found).items()}


def begun_lines(found: Outcome | Judgement) -> list[str]:
    """Return how the program's import went: state, time and memory, what it printed, its error."""
    memory = f", {found.peak_memory / 2**20:.0f} MiB" if found.peak_memory else ""
    return [
        f"{found.state}  ({found.ms:.0f} ms{memory})",
        found.stdout.rstrip(),
        failure_line(found.error),
    ]


def failure_line(failure: Failure | None) -> str:
    if failure is None:
        return ""
    place = f"line {failure.line}: " if failure.line else ""
    return f"{place}{failure.type}: {failure.message}"


def jsonable(value: Any) -> Any:
    """Return what JSON can hold: what it has no word for, as a text."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {jsonable_key(key): jsonable(item) for key, item in value.items()}
        case list() | tuple():
            return [jsonable(item) for item in value]
        case float() if not math.isfinite(value):
            return str(value)
        case None | bool() | int() | float():
            return value
    return printable(str(value))


def jsonable_key(key: Any) -> str:
    return printable(key if isinstance(key, str) else str(key))


def printable(text: str) -> str:
    """Return the text with lone halves of characters, which no terminal takes, marked."""
    return text.encode("utf-8", "replace").decode()


def outcome_lines(outcome: Outcome) -> list[str]:
    lines = begun_lines(outcome)
    for call in outcome.calls:
        value = f"  {plain(call.value)!r}" if call.state == State.FINISHED else ""
        lines += [call.stdout.rstrip(), f"{call.state}{value}", failure_line(call.error)]
    return [line for line in lines if line]


def judgement_lines(judgement: Judgement) -> list[str]:
    lines = [line for line in begun_lines(judgement) if line]
    lines.append(f"{judgement.passed} of {judgement.total} tests passed")
    for test in judgement.tests:
        said = failure_line(test.error)
        lines.append(
            f"  {'pass' if test.passed else 'FAIL'}  {test.id}  {test.state}  {said}".rstrip()
        )
    lines += [f"  found: {finding.kind} ({finding.line or '-'})" for finding in judgement.findings]
    return lines
