"""Review: asked for by who wrote, given by somebody who did not."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from interview.accounts.models import User
from interview.authoring.checks import blocking, findings
from interview.errors import RequestError
from interview.questions.document import document_of
from interview.questions.events import EventKind, VersionEvent
from interview.questions.models import RubricVersion, VersionState
from interview.questions.publishing import content_hash, lock, writers
from interview.questions.release import ReleaseCheck, judges_of


def submit_for_review(version: RubricVersion, by: User) -> None:
    """Close the draft for writing and ask for a review and for every required check."""
    with transaction.atomic():
        row = lock(version)
        if row.state != VersionState.DRAFT:
            raise RequestError(_("Only a draft can go into review."), status=409)
        if found := blocking(findings(document_of(row))):
            raise RequestError(_("Not yet: %(problem)s") % {"problem": found[0].words})
        move(row, VersionState.IN_REVIEW, EventKind.SUBMITTED, by)
        content = content_hash(row)
        for judge in judges_of(row):
            ReleaseCheck.ask(row, judge, content, by)
    version.refresh_from_db()


def approve(version: RubricVersion, by: User, note: str = "") -> None:
    with transaction.atomic():
        row = in_review(version)
        if by.pk in writers(row):
            raise RequestError(_("Whoever wrote a version cannot approve it."), status=403)
        note_act(row, EventKind.APPROVED, by, note)


def return_to_writer(version: RubricVersion, by: User, note: str) -> None:
    """Send it back with a reason; what was approved before counts no more."""
    if not note.strip():
        raise RequestError(_("Say what has to change."))
    with transaction.atomic():
        row = in_review(version)
        move(row, VersionState.DRAFT, EventKind.RETURNED, by, note)
    version.refresh_from_db()


def take_back(version: RubricVersion, by: User) -> None:
    with transaction.atomic():
        move(in_review(version), VersionState.DRAFT, EventKind.TAKEN_BACK, by)
    version.refresh_from_db()


def in_review(version: RubricVersion) -> RubricVersion:
    row = lock(version)
    if row.state != VersionState.IN_REVIEW:
        raise RequestError(_("This version is not in review."), status=409)
    return row


def move(row: RubricVersion, state: str, kind: str, by: User, note: str = "") -> None:
    row.state = state
    row.save(update_fields=["state"])
    note_act(row, kind, by, note)


def note_act(row: RubricVersion, kind: str, by: User, note: str = "") -> None:
    VersionEvent.objects.create(
        version=row,
        kind=kind,
        by=by,
        note=note.replace("\x00", "").strip()[:2000],
        content_hash=content_hash(row),
    )
