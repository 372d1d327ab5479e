"""Prove the coding questions: references pass their tests, and the tests notice every mistake."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from interview.coding.proving import Finding, RunnerNotReady, prove
from interview.questions.files import BadFile, read_bank
from interview.sandbox import warm_up


class Command(BaseCommand):
    help = "Run every coding question's reference and planted mistakes in the sandbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("questions", nargs="*", help="only these ids")

    def handle(self, **options: Any) -> None:
        try:
            bank = read_bank(settings.QUESTION_FOLDER)
        except BadFile as error:
            raise CommandError(str(error)) from error
        wanted = set(options["questions"])
        coding = {q.id: q.coding for q in bank if q.coding and (not wanted or q.id in wanted)}
        if coding:
            warm_up(settings.SANDBOX_CACHE, wait=True)
        failed = 0
        for key, spec in coding.items():
            try:
                findings = list(prove(spec, cache=settings.SANDBOX_CACHE))
            except RunnerNotReady as error:
                raise CommandError(f"Code cannot be run here: {error.state}.") from error
            told = "; ".join(map(described, findings))
            self.stdout.write(
                f"{key:<8} {'FAIL' if findings else 'ok  '} "
                f"{len(spec.tests)} tests, {len(spec.wrong)} mistakes  {told}".rstrip()
            )
            failed += bool(findings)
        if failed:
            raise CommandError(f"{failed} of {len(coding)} coding questions do not prove.")


def described(finding: Finding) -> str:
    return f"{finding['rule']} {' '.join(case['name'] for case in finding['cases'])}".rstrip()
