"""Grades answers again beside their old grades, and prints what changed."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from grading.models import Grade
from grading.pipeline import grade
from grading.regrading import compare, request_regrade


class Command(BaseCommand):
    help = "Grade answers again with the present engine; old grades stay. JSON on standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--question", help="only answers to this question")
        parser.add_argument("--answer", type=int, help="only this answer")

    def handle(self, *args: Any, **options: Any) -> None:
        grades = Grade.objects.newest_scored().select_related("answer__turn__session")
        if options["question"]:
            grades = grades.filter(version__question__key=options["question"])
        if options["answer"]:
            grades = grades.filter(answer=options["answer"])
        for old in grades.iterator():
            new = request_regrade(old)
            grade(new.pk)
            new.refresh_from_db()
            self.stdout.write(json.dumps(compare(old, new), ensure_ascii=False))
