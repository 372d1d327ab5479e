"""Measure how well clarifying questions are understood, on labelled questions of the ten cases."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from grading.backends.load import load_grader
from grading.clarifying import NOTHING, facts_of, ways_of_asking
from grading.engine.encoder import MemoryVectors
from grading.engine.facts import Fact, find_fact
from grading.engine.grader import Grader
from grading.learning import QUESTIONS
from interview.models import read_question

ASKED = Path(settings.BASE_DIR) / "fixtures" / "clarifying" / "questions.jsonl"


class Asked(TypedDict):
    """One labelled question; `fact` is null where its case has none."""

    case: str
    language: str
    # "written": the phrasings know it; "chosen": the numbers were chosen on it; "held": neither
    split: str
    text: str
    fact: str | None


class Command(BaseCommand):
    help = (
        "Measure the interviewer's ear in design cases: of labelled questions, how many find their "
        "fact, another one, or none, and how many that no fact answers are answered all the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=ASKED, help="questions as JSON lines"
        )
        parser.add_argument("--json", action="store_true", help="on one line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = read_asked(options["file"])
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file'].name} cannot be read: {error}") from error
        ear = load_grader(MemoryVectors())
        found: dict[str, Counter[str]] = {}
        for row in rows:
            counts = found.setdefault(f"{row['split']}, {row['language']}", Counter())
            counts.update(outcome(row, heard(ear, row["case"], row["text"])))
        indent = None if options["json"] else 1
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=indent))


def read_asked(path: Path) -> list[Asked]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def outcome(row: Asked, key: str) -> list[str]:
    """Return what to count of one question that was taken to ask for the fact `key`."""
    if row["fact"] is None:
        return ["outside", "answered"] if key else ["outside"]
    return ["asked", "right" if key == row["fact"] else "wrong" if key else "unfound"]


def heard(ear: Grader, case: str, text: str) -> str:
    nothing = ways_of_asking()[NOTHING]
    return find_fact(
        text, facts_in(case), ear.encoder, ear.store, ear.glossary, nothing=nothing
    ).key


@cache
def facts_in(case: str) -> list[Fact]:
    path = next(QUESTIONS.glob(f"system_design/{case}-*.yaml"))
    return facts_of([fact.model_dump() for fact in read_question(path).facts])
