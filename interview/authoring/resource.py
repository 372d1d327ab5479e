"""Questions through django-import-export: rows in, drafts out, with a dry run and errors in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import tablib
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from import_export import resources
from pydantic import ValidationError as Invalid

from interview.accounts.models import User
from interview.authoring.complaints import told
from interview.authoring.drafting import write_draft
from interview.authoring.rows import BadCell, column_order, flatten, unflatten
from interview.authoring.runs import ImportRun
from interview.authoring.shape import shaped
from interview.questions.document import Document, document_of, file_of
from interview.questions.events import EventKind
from interview.questions.models import Question, RubricVersion, Topic, VersionState
from interview.questions.schema import QuestionFile

FRAME = ("slug", "round", "level", "minutes")


class QuestionResource(resources.ModelResource):  # type: ignore[misc]
    """One row a question. What is the same as what is published or open already is skipped."""

    class Meta:
        model = RubricVersion
        fields: ClassVar[tuple[str, ...]] = ()
        use_transactions = True
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = False
        store_instance = True

    def __init__(self, *, by: User | None = None, run: ImportRun | None = None) -> None:
        super().__init__()
        self.by = by
        self.run = run
        self.topics: dict[str, Topic] = {}
        self.questions: dict[str, Question] = {}
        self.seen: set[str] = set()

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        self.topics = {topic.key: topic for topic in Topic.objects.all()}
        self.questions = {
            question.key: question
            for question in Question.objects.select_related("current", "topic")
        }
        self.seen.clear()

    def get_instance(self, instance_loader: Any, row: Any) -> None:
        """Every row makes a draft of its own; nothing that exists is written over."""

    def init_instance(self, row: Any = None) -> RubricVersion:
        return RubricVersion()

    def import_instance(self, instance: RubricVersion, row: Any, **kwargs: Any) -> None:
        """Read the row as a question file; ValidationError saying every field that is wrong."""
        file = read_row(row)
        if file.topic not in self.topics:
            raise ValidationError(_("There is no topic %(key)s.") % {"key": file.topic})
        if file.id in self.seen:
            raise ValidationError(_("%(key)s stands in the file twice.") % {"key": file.id})
        self.seen.add(file.id)
        instance.imported = file  # type: ignore[attr-defined]

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        if import_validation_errors:
            return False
        file: QuestionFile = instance.imported
        known = self.questions.get(file.id)
        if known is None:
            return False
        same_frame = all(getattr(known, name) == getattr(file, name) for name in FRAME)
        return same_frame and any(
            source_hash(version) == file.source_hash()
            for version in (known.versions.open().order_by("-number").first(), known.current)
            if version is not None
        )

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Write the draft; in a dry run too, inside a transaction that is rolled back."""
        file: QuestionFile = instance.imported
        frame = {name: getattr(file, name) for name in FRAME} | {"topic": self.topics[file.topic]}
        question = self.questions.get(file.id)
        before: dict[str, Any] | None = None
        if question is None:
            question = Question.objects.create(key=file.id, **frame)
        else:
            question = Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
            before = frame_of(question)
            for name, value in frame.items():
                setattr(question, name, value)
            if put_away(question):
                before, question.withdrawn_at = None, None
            question.save()
            if before is not None:
                before["became"] = frame_of(question)
        assert self.by is not None
        content = shaped(file.model_dump(mode="json"))
        version = write_draft(question, content, self.by, kind=EventKind.IMPORTED)
        instance.pk, instance.question, instance.number = version.pk, question, version.number
        if self.run is not None:
            self.run.versions.add(version)
            self.run.before[file.id] = before

    def export(self, queryset: Any = None, **kwargs: Any) -> tablib.Dataset:
        return tabled(versions_out(queryset))


def frame_of(question: Question) -> dict[str, Any]:
    return {name: getattr(question, name) for name in FRAME} | {"topic": question.topic.key}


def put_away(question: Question) -> bool:
    """Whether undoing an import has withdrawn it before anything of it was published: it comes anew."""
    return (
        question.withdrawn_at is not None
        and question.current_id is None
        and not question.versions.exclude(state=VersionState.DISCARDED).exists()
    )


def read_row(row: Any) -> QuestionFile:
    """Return the row as a question file; ValidationError saying all that is wrong, and where."""
    cells = dict(row)
    try:
        raw = cells["document"] if "document" in cells else unflatten(cells)
    except BadCell as error:
        raise ValidationError(str(error)) from error
    try:
        return QuestionFile.model_validate(raw)
    except Invalid as error:
        raise ValidationError(told(error, raw)) from error


def source_hash(version: RubricVersion) -> str:
    if version.source_hash:
        return version.source_hash
    try:
        return file_of(version).source_hash()
    except Invalid:
        return ""


def versions_out(versions: Any = None) -> Iterator[Document]:
    """Yield the documents of published versions, or of those given, in the bank's order."""
    if versions is None:
        versions = RubricVersion.objects.filter(question__current=F("pk"))
    related = versions.select_related("question__topic").prefetch_related("points")
    for version in related.order_by("question__topic__position", "question__key"):
        yield document_of(version)


def tabled(documents: Iterator[Document]) -> tablib.Dataset:
    rows = [flatten(document) for document in documents]
    columns = sorted({path for row in rows for path in row}, key=column_order)
    dataset = tablib.Dataset(headers=columns)
    for row in rows:
        dataset.append([row.get(path, "") for path in columns])
    return dataset
