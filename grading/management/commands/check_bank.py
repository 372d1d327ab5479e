"""Holds the question bank against its rules, and prints a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from grading.backends.errors import BackendError
from grading.backends.load import load_grader
from grading.bank_gate import Measured, measure_bank
from interview.models import (
    BadFile,
    LabelledAnswer,
    QuestionFile,
    check_files,
    read_bank,
    read_labelled,
)


class Command(BaseCommand):
    help = "Check the question files, how the grader orders their labelled answers, and their code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("questions", nargs="*", help="only these ids")
        parser.add_argument("--files-only", action="store_true", help="without grader and sandbox")
        parser.add_argument(
            "--known",
            type=Path,
            metavar="FILE",
            help="questions that may fail under the grader; one that passes must be struck off",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            questions = read_bank(settings.QUESTION_FOLDER)
            labelled = read_labelled(settings.LABELLED_FOLDER)
        except BadFile as error:
            raise CommandError(str(error)) from error
        breaches = check_files(settings.SYLLABUS_FILE, questions, labelled)
        if wanted := set(options["questions"]):
            questions = [question for question in questions if question.id in wanted]
            breaches = [breach for breach in breaches if breach.question in wanted]
        for breach in breaches:
            self.stdout.write(f"{breach.question:<8} {breach.rule:<10} {breach.detail}")
        failures = [f"{len(breaches)} breaches in the files"] if breaches else []
        if not options["files_only"]:
            failures += self.grade(questions, labelled, options["known"])
            failures += self.prove(options["questions"])
        self.stdout.write(f"{len(questions)} questions, {len(labelled)} labelled answers.")
        if failures:
            raise CommandError(f"The bank does not pass: {'; '.join(failures)}.")

    def grade(
        self,
        questions: Sequence[QuestionFile],
        labelled: Sequence[LabelledAnswer],
        known: Path | None,
    ) -> list[str]:
        """Print how each question's labelled answers come out; return what is against the rules."""
        try:
            grader = load_grader()
        except BackendError as error:
            raise CommandError(error.message) from error
        failed = set()
        for measured in measure_bank(grader, questions, labelled):
            self.stdout.write(describe(measured))
            if not measured.passes:
                failed.add(measured.question)
        expected = {q.id for q in questions} & (read_known(known) if known else set())
        failures = []
        if failed - expected:
            failures.append(f"out of order: {' '.join(sorted(failed - expected))}")
        if expected - failed:
            failures.append(f"in order now, strike off: {' '.join(sorted(expected - failed))}")
        return failures

    def prove(self, ids: Sequence[str]) -> list[str]:
        """Run every reference and every planted mistake; return what does not hold."""
        try:
            call_command("check_code", *ids, stdout=self.stdout)
        except CommandError as error:
            return [str(error).rstrip(".")]
        return []


def read_known(file: Path) -> set[str]:
    """Return the ids in a YAML file of {question: why}."""
    return set(yaml.safe_load(file.read_text(encoding="utf-8")) or {})


def describe(measured: Measured) -> str:
    scores = " ".join(
        f"{key.removeprefix(measured.question + '-')}={score:.0f}"
        for key, score in measured.scores.items()
    )
    marks = [f"{worse} ≥ {better}" for better, worse in measured.wrong_pairs]
    marks += [f"{key} too high" for key in measured.high_adversarial]
    marks += [f"twins {one} {other} too far apart" for one, other in measured.far_twins]
    return f"{measured.question:<8} {'ok  ' if measured.passes else 'FAIL'} {scores}  {'; '.join(marks)}"
