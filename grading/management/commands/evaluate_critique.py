"""Measures the configured language model on the labelled answers; verdicts are shown where it agrees."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from grading.critique.consent import is_on
from grading.critique.measuring import Case, measure
from grading.critique.model import the_model
from grading.critique.prompt import Assignment
from grading.critique.trust import trusted_states
from grading.engine.rubric import Rubric
from grading.learning import bank_rubrics, labelled_samples


class Command(BaseCommand):
    help = "Ask the language model about labelled answers; store how far it agrees. JSON on stdout."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--answers", type=int, default=60, help="how many labelled answers")
        parser.add_argument("--twins", type=int, default=10, help="of how many to try other styles")
        parser.add_argument("--tokens", type=int, default=1_000_000, help="stop after so many")
        parser.add_argument(
            "--language", choices=("ko", "en"), help="only answers in this language"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_on():
            raise CommandError("No language model is configured: set CRITIQUE_MODEL.")
        found = measure(
            the_model(),
            choose_cases(bank_rubrics(), options["answers"], options["language"]),
            samples=settings.CRITIQUE_SAMPLES,
            twins=options["twins"],
            most_tokens=options["tokens"],
            tell=self.stderr.write,
        )
        report = {
            "model": found.model,
            "prompt": found.prompt_version,
            "samples": found.samples,
            "answers": found.answers,
            "points": found.points,
            "kappa": found.kappa,
            "states": found.states,
            "abstained": found.abstained,
            "twins": found.twins,
            "tokens": found.tokens,
            "cost": float(found.cost),
            "shown": sorted(trusted_states(found)),
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False))


def choose_cases(rubrics: Mapping[str, Rubric], most: int, language: str | None) -> list[Case]:
    """Return labelled answers in an order that mixes questions, kinds and languages, always the same."""
    samples = [s for s in labelled_samples(dict(rubrics)) if language in (None, s.language)]
    samples.sort(key=lambda sample: hashlib.sha256(sample.id.encode()).hexdigest())
    return [
        Case(
            Assignment(
                question=rubrics[sample.question].prompt[sample.language],
                points=tuple(
                    (point.key, point.text[sample.language])
                    for point in rubrics[sample.question].points
                ),
                answer=sample.text,
                language=sample.language,
            ),
            dict(sample.states),
        )
        for sample in samples[:most]
    ]
