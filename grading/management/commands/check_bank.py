"""Holds the question bank against its rules, and prints a table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from grading.backends.errors import BackendError
from grading.backends.load import load_grader
from grading.bank_gate import Measured, measure_bank
from interview.models import BadFile, check_files, read_bank, read_labelled


class Command(BaseCommand):
    help = "Check the question files, and how the grader orders their labelled answers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("questions", nargs="*", help="only these ids")
        parser.add_argument("--files-only", action="store_true", help="without the grader")

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
        failed = 0
        if not options["files_only"]:
            try:
                grader = load_grader()
            except BackendError as error:
                raise CommandError(error.message) from error
            for measured in measure_bank(grader, questions, labelled):
                self.stdout.write(describe(measured))
                failed += not measured.passes
        self.stdout.write(
            f"{len(questions)} questions, {len(labelled)} labelled answers: "
            f"{len(breaches)} breaches in the files, {failed} questions out of order."
        )
        if breaches or failed:
            raise CommandError("The bank does not pass.")


def describe(measured: Measured) -> str:
    scores = " ".join(
        f"{key.removeprefix(measured.question + '-')}={score:.0f}"
        for key, score in measured.scores.items()
    )
    marks = [f"{worse} ≥ {better}" for better, worse in measured.wrong_pairs]
    marks += [f"{key} too high" for key in measured.high_adversarial]
    marks += [f"twins {one} {other} too far apart" for one, other in measured.far_twins]
    return f"{measured.question:<8} {'ok  ' if measured.passes else 'FAIL'} {scores}  {'; '.join(marks)}"
