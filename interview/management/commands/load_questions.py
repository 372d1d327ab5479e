"""Loads the question files and their labelled answers into the database; safe to run again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from interview.questions.files import BadFile, read_bank, read_labelled
from interview.questions.importing import load_questions, load_topics
from interview.questions.samples import load_samples


class Command(BaseCommand):
    help = "Load the question files; a changed question gets a new version, nothing is overwritten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.QUESTION_FOLDER)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = read_bank(options["folder"])
            labelled = read_labelled(settings.LABELLED_FOLDER)
        except BadFile as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        load_topics(settings.SYLLABUS_FILE)
        with transaction.atomic():
            loaded = load_questions(files)
            samples = load_samples(labelled)
        self.stdout.write(
            f"{len(files)} questions: {loaded.created} new, {loaded.updated} with a new version, "
            f"{loaded.unchanged} unchanged; {samples} labelled answers."
        )
