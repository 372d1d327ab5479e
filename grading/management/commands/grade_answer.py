"""Grades answers from the shell: one text, or a batch of JSON lines."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from grading.backends.errors import BackendError
from grading.backends.load import load_grader
from grading.engine.grader import Grader
from grading.engine.rubric import Language, Rubric
from grading.engine.verdict import AnswerVerdict, GradeItem
from grading.pipeline import rubric_of
from grading.rubrics import rubric_from_file
from interview.models import Question, read_bank

BATCH = 32


class Command(BaseCommand):
    help = "Grade an answer to a question (syllabus id). JSON on standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--question", help="id of the question, such as A2.13")
        parser.add_argument("--language", choices=["ko", "en"])
        parser.add_argument("--file", help="text file with the answer; - for standard input")
        parser.add_argument(
            "--batch", help="JSON lines of id, question, language, text; - for stdin"
        )
        parser.add_argument("--json", action="store_true", help="JSON also for a single answer")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["batch"]:
                for line in grade_lines(read_text(options["batch"])):
                    self.stdout.write(line)
            elif options["question"] and options["language"] and options["file"]:
                self.grade_one(options)
            else:
                raise CommandError("Give --question, --language and --file, or --batch.")
        except BackendError as error:
            raise CommandError(error.message) from error

    def grade_one(self, options: dict[str, Any]) -> None:
        rubric = find_rubric(options["question"])
        if rubric is None:
            raise CommandError(f"There is no question {options['question']}.")
        text = read_text(options["file"])
        verdict, ms = grade_timed(
            load_grader(), [GradeItem(rubric, cast(Language, options["language"]), text)]
        )
        result = describe(verdict[0], text, ms)
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
            return
        self.stdout.write(f"{result['score']} {result['interval']} {' '.join(result['gates'])}")
        for point in result["points"]:
            self.stdout.write(f"  {point['state']:<12} {point['point']}: {point['quote'] or '–'}")


def grade_lines(source: str) -> Iterator[str]:
    """Yield one JSON line a line; what cannot be graded has a null score and says why."""
    grader = load_grader()
    waiting: list[tuple[Any, GradeItem]] = []
    for number, line in enumerate(filter(str.strip, source.splitlines()), start=1):
        item, problem, row_id = parse_line(line)
        if item is None:
            yield from flush(grader, waiting)
            waiting = []
            row = {"id": row_id, "score": None, "interval": None, "gates": [], "points": []}
            yield json.dumps(row | {"error": f"line {number}: {problem}"}, ensure_ascii=False)
            continue
        waiting.append((row_id, item))
        if len(waiting) == BATCH:
            yield from flush(grader, waiting)
            waiting = []
    yield from flush(grader, waiting)


def parse_line(line: str) -> tuple[GradeItem | None, str, Any]:
    """Return the item, or what is wrong with the line, and the line's id if it has one."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        return None, "is not JSON", None
    if not isinstance(row, dict):
        return None, "is not an object", None
    language, text = row.get("language"), row.get("text")
    if language not in ("ko", "en") or not isinstance(text, str):
        return None, "needs a language (ko or en) and a text", row.get("id")
    rubric = find_rubric(str(row.get("question", "")))
    if rubric is None:
        return None, "names no known question", row.get("id")
    return GradeItem(rubric, cast(Language, language), text), "", row.get("id")


def flush(grader: Grader, waiting: Sequence[tuple[Any, GradeItem]]) -> Iterator[str]:
    if not waiting:
        return
    verdicts, ms = grade_timed(grader, [item for _, item in waiting])
    for (row_id, item), verdict in zip(waiting, verdicts, strict=True):
        result = {"id": row_id} | describe(verdict, item.text, ms / len(waiting))
        yield json.dumps(result, ensure_ascii=False)


def grade_timed(grader: Grader, items: list[GradeItem]) -> tuple[list[AnswerVerdict], float]:
    started = time.perf_counter()
    verdicts = grader.grade(items)
    return verdicts, 1000 * (time.perf_counter() - started)


def describe(verdict: AnswerVerdict, text: str, ms: float) -> dict[str, Any]:
    return {
        "score": verdict.score,
        "interval": [verdict.low, verdict.high],
        "gates": list(verdict.gates),
        "points": [
            {
                "point": point.key,
                "state": point.state,
                "credit": point.credit,
                "quote": " … ".join(text[q.start : q.end] for q in point.quotes),
            }
            for point in verdict.points
        ],
        "ms": round(ms, 1),
    }


@lru_cache(maxsize=512)
def find_rubric(key: str) -> Rubric | None:
    """Return the published rubric; a database without the bank leaves the question files."""
    try:
        question = Question.objects.published().select_related("current").filter(key=key).first()
        if question is not None and question.current is not None:
            return rubric_of(question.current)
    except DatabaseError:
        sys.stderr.write("The database has no question bank yet; reading the question files.\n")
    return bank().get(key)


@lru_cache(maxsize=1)
def bank() -> dict[str, Rubric]:
    return {file.id: rubric_from_file(file) for file in read_bank(settings.QUESTION_FOLDER)}


def read_text(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} cannot be read as UTF-8 text.") from error
