"""Drafts: begun from what is published, saved under a revision, discarded as a row."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interview.accounts.models import User
from interview.authoring.shape import shaped
from interview.errors import RequestError
from interview.questions.document import Document, content_of, write_content
from interview.questions.events import DraftSave, EventKind, VersionEvent
from interview.questions.models import Question, RubricVersion, VersionState
from interview.questions.publishing import lock
from interview.signals import draft_saved

STRETCH = timedelta(minutes=5)
EMPTY: Document = {"points": [{}, {}, {}, {}], "hints": [{"cost": 5}, {"cost": 10}]}


class StaleSave(RequestError):
    """Somebody saved meanwhile; `version` is the row as it stands now."""

    def __init__(self, version: RubricVersion) -> None:
        super().__init__(_("Somebody else has changed this draft meanwhile."), status=409)
        self.version = version


def begin_draft(question: Question, by: User, *, kind: str = EventKind.BEGUN) -> RubricVersion:
    """Return the question's open version, or a new draft with the content of the published one."""
    with transaction.atomic():
        question = Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
        if (open_one := question.versions.open().order_by("-number").first()) is not None:
            return open_one
        content = shaped(EMPTY if question.current is None else content_of(question.current))
        return write_draft(question, content, by, kind=kind)


def write_draft(question: Question, content: Document, by: User, *, kind: str) -> RubricVersion:
    """Write a new draft; the question is locked, the content shaped."""
    version = RubricVersion(question=question, number=question.versions.numbered(), author=by)
    write_content(version, content)
    remember(version, content, by)
    VersionEvent.objects.create(version=version, kind=kind, by=by)
    draft_saved.send(sender=RubricVersion, rubric_version_id=version.pk)
    return version


def save_draft(version: RubricVersion, raw: object, *, revision: int, by: User) -> RubricVersion:
    """Put a page's document into the draft if `revision` is the newest; return the row as it stands.

    The same content again changes nothing, whatever its revision: a save may arrive twice.
    """
    content = shaped(raw)
    with transaction.atomic():
        row = lock(version)
        if row.state != VersionState.DRAFT:
            raise RequestError(_("This version is not a draft any more."), status=410)
        if content == shaped(content_of(row)):
            return row
        if row.revision != revision:
            raise StaleSave(row)
        row.revision += 1
        write_content(row, content)
        remember(row, content, by)
        draft_saved.send(sender=RubricVersion, rubric_version_id=row.pk)
    return row


def remember(version: RubricVersion, content: Document, by: User) -> None:
    """Keep what stands now; one person's saves within five minutes are one row."""
    now = timezone.now()
    last = version.saves.order_by("-revision", "-pk").first()
    if last is not None and last.by_id == by.pk and now - last.began_at < STRETCH:
        last.document, last.saved_at, last.revision = content, now, version.revision
        last.save(update_fields=["document", "saved_at", "revision"])
        return
    DraftSave.objects.create(
        version=version, by=by, began_at=now, saved_at=now,
        revision=version.revision, document=content,
    )  # fmt: skip


def discard_draft(version: RubricVersion, by: User | None) -> None:
    """Put the draft away; its row and its history stay."""
    with transaction.atomic():
        row = lock(version)
        if row.state not in (VersionState.DRAFT, VersionState.IN_REVIEW):
            raise RequestError(_("Only a draft can be discarded."), status=409)
        row.state = VersionState.DISCARDED
        row.save(update_fields=["state"])
        VersionEvent.objects.create(version=row, kind=EventKind.DISCARDED, by=by)
    version.refresh_from_db()
