"""Measure the estimate checker on labelled passages, each half by itself."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from grading.engine.estimates.measure import Passage, measure

PASSAGES = Path(settings.BASE_DIR) / "fixtures" / "estimates.jsonl"


class Command(BaseCommand):
    help = (
        "Measure the estimate checker: precision and recall of each verdict on labelled passages, "
        "for the half it was developed on and the half held out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=PASSAGES, help="passages as JSON lines"
        )
        parser.add_argument("--json", action="store_true", help="on one line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            passages = read_passages(options["file"])
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file'].name} cannot be read: {error}") from error
        splits = dict.fromkeys(passage["split"] for passage in passages)
        found = {
            split: measure([passage for passage in passages if passage["split"] == split])
            for split in splits
        }
        indent = None if options["json"] else 1
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=indent))


def read_passages(path: Path) -> list[Passage]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
