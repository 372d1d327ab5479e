"""Publishing a rubric version: what must stand behind it, the freezing, the one before retired."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from interview.accounts.models import User
from interview.errors import RequestError
from interview.questions.document import file_of
from interview.questions.events import DraftSave, EventKind, VersionEvent
from interview.questions.models import Question, RubricVersion, VersionState
from interview.questions.release import CheckState, ReleaseCheck, judges_of
from interview.questions.samples import changed_since
from interview.signals import rubric_published


def publish(version: RubricVersion, *, by: User) -> None:
    """Make a reviewed version the question's rubric.

    RequestError unless it is in review, complete, approved by somebody who did not write it, and
    has passed every required check, each for exactly the content that is published and with the
    labelled answers as they stand.
    """
    with transaction.atomic():
        row = lock(version)
        if row.state != VersionState.IN_REVIEW:
            raise RequestError(_("Only a version in review can be published."), status=409)
        try:
            file_of(row)
        except ValidationError as error:
            raise RequestError(_("The question is not complete.")) from error
        content = content_hash(row)
        if approval(row, content) is None:
            raise RequestError(
                _("Somebody who did not write it has to approve this very content first."),
                status=409,
            )
        for judge in judges_of(row):
            check = ReleaseCheck.objects.newest(row, judge)
            if check is None or check.content_hash != content or check.state != CheckState.PASSED:
                raise RequestError(
                    _("The release check has not passed for this very content."), status=409
                )
            if changed_since(row.question, check.claimed_at or check.asked_at):
                raise RequestError(
                    _("The labelled answers have changed since the release check: check again."),
                    status=409,
                )
        freeze(row, by)
    version.refresh_from_db()


def publish_from_file(version: RubricVersion) -> None:
    """Publish what a question file holds; files are held to their rules before they are shipped."""
    with transaction.atomic():
        row = lock(version)
        if row.state != VersionState.DRAFT:
            raise RequestError(_("Only a draft can be published."), status=409)
        freeze(row, None)
    version.refresh_from_db()


def lock(version: RubricVersion) -> RubricVersion:
    """Lock the question first, then the version, so that two publications come one after the other."""
    Question.objects.select_for_update().get(pk=version.question_id)
    return RubricVersion.objects.select_for_update().get(pk=version.pk)


def freeze(row: RubricVersion, by: User | None) -> None:
    row.content_hash, row.structure_hash = content_hash(row), structure_hash(row)
    row.state, row.published_at = VersionState.PUBLISHED, timezone.now()
    last = RubricVersion.objects.filter(
        question_id=row.question_id, state=VersionState.PUBLISHED
    ).first()
    if last is not None:
        RubricVersion.objects.filter(pk=last.pk).update(state=VersionState.RETIRED)
        VersionEvent.objects.create(version=last, kind=EventKind.RETIRED, by=by)
    row.save()
    VersionEvent.objects.create(
        version=row, kind=EventKind.PUBLISHED, by=by, content_hash=row.content_hash
    )
    question = Question.objects.get(pk=row.question_id)
    question.current = row
    question.save(update_fields=["current"])
    rubric_published.send(sender=RubricVersion, rubric_version_id=row.pk)


def approval(version: RubricVersion, content: str) -> VersionEvent | None:
    """Return the newest approval of this content by somebody who had no hand in writing it."""
    judged = version.events.filter(kind__in=[EventKind.APPROVED, EventKind.RETURNED])
    newest = judged.select_related("by").order_by("-at", "-pk").first()
    if newest is None or newest.kind != EventKind.APPROVED or newest.content_hash != content:
        return None
    return None if newest.by_id is None or newest.by_id in writers(version) else newest


def writers(version: RubricVersion) -> set[int | None]:
    saved = DraftSave.objects.filter(version=version).values_list("by", flat=True).distinct()
    return {version.author_id, *saved}


def content_hash(version: RubricVersion) -> str:
    """Return the SHA-256 of every text and number that a candidate or a grade can depend on."""
    points = version.points.order_by("position").values_list(
        "key", "stage", "dimension", "weight", "required", "text_ko", "text_en",
        "probe_ko", "probe_en", "phrasings", "contrasts",
    )  # fmt: skip
    return digest(
        [
            [
                version.prompt_ko,
                version.prompt_en,
                version.model_answer_ko,
                version.model_answer_en,
            ],
            version.hints,
            version.facts,
            [list(point) for point in points],
            # questions without code keep the hash they always had
            *([version.coding] if version.coding is not None else []),
        ]
    )


def structure_hash(version: RubricVersion) -> str:
    """Return the SHA-256 of what a score is added up from: keys, stages, weights, requirements."""
    points = version.points.order_by("position").values_list(
        "key", "stage", "dimension", "weight", "required"
    )
    return digest([list(point) for point in points])


def digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
