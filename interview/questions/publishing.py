"""Publishing a rubric version: check it, freeze it, retire the one before it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interview.errors import RequestError
from interview.questions.models import Question, RubricVersion, VersionState
from interview.signals import rubric_published


def publish(version: RubricVersion) -> None:
    """Make this draft the question's rubric; RequestError when it is no draft or is incomplete."""
    with transaction.atomic():
        row = RubricVersion.objects.select_for_update().get(pk=version.pk)
        if row.state != VersionState.DRAFT:
            raise RequestError(_("Only a draft can be published."), status=409)
        if row.points.count() < 4:
            raise RequestError(_("A rubric needs at least four points."))
        row.content_hash, row.structure_hash = content_hash(row), structure_hash(row)
        row.state, row.published_at = VersionState.PUBLISHED, timezone.now()
        RubricVersion.objects.filter(
            question_id=row.question_id, state=VersionState.PUBLISHED
        ).update(state=VersionState.RETIRED)
        row.save()
        Question.objects.filter(pk=row.question_id).update(current=row)
        rubric_published.send(sender=RubricVersion, rubric_version_id=row.pk)
    version.refresh_from_db()


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
