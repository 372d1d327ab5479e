"""Run a program in the sandbox from the shell: `manage.py run_code FILE.py [--question A3.1] [--json]`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from interview.coding.judgement import Judgement
from interview.coding.judging import judge
from interview.questions.files import BadFile, read_bank
from interview.questions.schema import QuestionFile
from interview.sandbox import Outcome, State, plain, run, warm_up


class Command(BaseCommand):
    help = "Run a Python file in the sandbox; with --question, judge it by the question's tests."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--question", metavar="ID", help="judge it by this question's tests")
        parser.add_argument("--call", action="append", default=[], help="an expression to evaluate")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        try:
            program = options["file"].read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} cannot be read as text") from error
        warm_up(settings.SANDBOX_CACHE, wait=True)
        if options["question"]:
            question = self.find(options["question"])
            assert question.coding is not None
            judgement = judge(program, question.coding, cache=settings.SANDBOX_CACHE)
            self.show(asdict(judgement), judgement_lines(judgement), as_json=options["json"])
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
            self.stdout.write(json.dumps(data, ensure_ascii=False, default=str))
        else:
            self.stdout.write("\n".join(lines))


def outcome_data(outcome: Outcome) -> dict[str, Any]:
    data = asdict(outcome)
    for call, found in zip(data["calls"], outcome.calls, strict=True):
        call["value"] = plain(found.value)
    return data


def outcome_lines(outcome: Outcome) -> list[str]:
    memory = f", {outcome.peak_memory / 2**20:.0f} MiB" if outcome.peak_memory else ""
    lines = [f"{outcome.state}  ({outcome.ms:.0f} ms{memory})", outcome.stdout.rstrip()]
    failures = [outcome.error, *(call.error for call in outcome.calls)]
    for failure in filter(None, failures):
        lines.append(f"line {failure.line}: {failure.type}: {failure.message}")
    for call in outcome.calls:
        value = plain(call.value) if call.state == State.FINISHED else ""
        lines += [call.stdout.rstrip(), f"{call.state}  {value!r}"]
    return [line for line in lines if line]


def judgement_lines(judgement: Judgement) -> list[str]:
    lines = [f"{judgement.state}  {judgement.passed} of {judgement.total} tests passed"]
    for test in judgement.tests:
        lines.append(f"  {'pass' if test.passed else 'FAIL'}  {test.id}  {test.state}")
    lines += [f"  found: {finding.kind} ({finding.line or '-'})" for finding in judgement.findings]
    return lines
