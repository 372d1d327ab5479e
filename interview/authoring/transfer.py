"""One import: first dry, then as a row that can be undone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import tablib
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.results import Result

from interview.accounts.models import User
from interview.authoring.drafting import discard_draft
from interview.authoring.formats import read_upload
from interview.authoring.resource import FRAME, QuestionResource, frame_of
from interview.authoring.runs import ImportRun
from interview.errors import RequestError
from interview.questions.models import Question, Topic, VersionState


@dataclass(frozen=True)
class Line:
    """What becomes of one row: `new`, `update`, `skip` or `error`, with its errors in words."""

    number: int
    key: str
    outcome: str
    errors: tuple[str, ...]


def try_import(file_name: str, content: bytes, by: User) -> ImportRun:
    """Say what an import would do, as a row to be confirmed; nothing else is written that stays."""
    dataset = read_upload(file_name, content)
    known = known_keys()
    result = QuestionResource(by=by).import_data(dataset, dry_run=True)
    return ImportRun.objects.create(
        by=by,
        file_name=file_name[:200],
        content=content.decode("utf-8-sig"),
        report=[asdict(line) for line in lines(result, dataset, known)],
    )


def run_import(run: ImportRun, by: User) -> bool:
    """Import all rows or none; False, with the report renewed, where a row is wrong by now."""
    with transaction.atomic():
        row = ImportRun.objects.select_for_update(of=["self"]).get(pk=run.pk)
        if row.ran_at is not None:
            raise RequestError(_("This import has been run already."), status=409)
        dataset = read_upload(row.file_name, row.content.encode())
        known = known_keys()
        point = transaction.savepoint()
        result = QuestionResource(by=by, run=row).import_data(dataset, dry_run=False)
        row.report = [asdict(line) for line in lines(result, dataset, known)]
        if result.has_errors() or result.has_validation_errors():
            transaction.savepoint_rollback(point)
            row.save(update_fields=["report"])
            return False
        transaction.savepoint_commit(point)
        row.unchanged = result.totals["skip"]
        row.ran_at, row.content = timezone.now(), ""
        row.save(update_fields=["unchanged", "before", "ran_at", "content", "report"])
    return True


def known_keys() -> set[str]:
    return set(Question.objects.values_list("key", flat=True))


def lines(result: Result, dataset: tablib.Dataset, known: set[str]) -> list[Line]:
    """Say what became of each row; `known` are the questions that stood before."""
    invalid = {row.number: row.error.messages for row in result.invalid_rows}
    failed = {row.number: row.errors[0].error for row in result.error_rows}
    told = []
    for number, (row, cells) in enumerate(zip(result.rows, dataset.dict, strict=False), start=1):
        document = cells.get("document", cells)
        key = str(document.get("id", "")) if isinstance(document, dict) else ""
        errors = tuple(invalid.get(number, ()))
        if number in failed:
            errors = (refusal(failed[number]),)
        kind = "new" if key not in known else "update"
        outcome = "error" if errors else "skip" if row.import_type == "skip" else kind
        told.append(Line(number, key[:40], outcome, errors))
    return told


def refusal(error: Exception) -> str:
    """Return the words that an error was raised with for people; of any other nothing is shown."""
    return (
        error.message if isinstance(error, RequestError) else _("This row could not be imported.")
    )


def undo_import(run: ImportRun, by: User) -> list[str]:
    """Discard the run's drafts and put the questions' frames back; return what was left alone.

    A draft that somebody has changed or sent on since is theirs now, and stays; so does a level, a
    length or a name that somebody, or a later import, has changed since.
    """
    left: list[str] = []
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(of=["self"]).get(pk=run.pk)
        if run.ran_at is None or run.undone_at is not None:
            raise RequestError(_("This import has been undone already."), status=409)
        topics = {topic.key: topic for topic in Topic.objects.all()}
        for version in run.versions.select_related("question").order_by("question__key"):
            if version.state != VersionState.DRAFT or version.revision > 0:
                left.append(str(version.question.key))
                continue
            discard_draft(version, by)
            put_back(version.question, run.before.get(version.question.key), topics)
        run.undone_at, run.undone_by = timezone.now(), by
        run.save(update_fields=["undone_at", "undone_by"])
    return left


def put_back(question: Question, before: dict[str, Any] | None, topics: dict[str, Topic]) -> None:
    """Give the question the frame it had; without one it was made by the import and is put away."""
    if before is None:
        if not question.versions.exclude(state=VersionState.DISCARDED).exists():
            question.withdraw()
        return
    if "became" in before and before["became"] != frame_of(question):
        return
    for name in FRAME:
        setattr(question, name, before[name])
    question.topic = topics[str(before["topic"])]
    question.save()
