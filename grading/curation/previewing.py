"""A preview of what a draft would change for past answers."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet

from grading.backends.errors import BackendError
from grading.curation.judging import draft_rubric, judge_texts
from grading.models import Grade, JobState, Preview, PreviewRow
from grading.raters.queue import ratable
from interview.models import RubricVersion, content_hash

logger = logging.getLogger(__name__)
LOOKED_AT = 200


def past_grades(version: RubricVersion) -> QuerySet[Grade]:
    """Return the standing grades of answers to this question itself, newest first."""
    return (
        Grade.objects.newest_scored()
        .filter(answer__turn__version__question=version.question_id)
        .filter(answer__in=ratable())
        .exclude(version=version)
        .order_by("-pk")
    )


def run_preview(pk: int) -> None:
    """Judge the newest past answers under the draft, once; nothing that was scored changes."""
    for preview in Preview.objects.claim([pk]):
        version = (
            RubricVersion.objects.select_related("question")
            .prefetch_related("points")
            .get(pk=preview.version_id)
        )
        grades = past_grades(version)
        looked_at = list(
            grades.select_related("answer__turn__session").prefetch_related("point_scores__point")[
                :LOOKED_AT
            ]
        )
        try:
            rows = compare(preview, version, looked_at)
        except BackendError:
            preview.finish(JobState.BROKEN)
            continue
        except Exception:
            logger.exception("preview failed", extra={"preview": pk})
            preview.finish(JobState.BROKEN)
            continue
        if preview.finish(content_hash=content_hash(version), answers=grades.count()):
            PreviewRow.objects.bulk_create(rows)


def compare(preview: Preview, version: RubricVersion, grades: Sequence[Grade]) -> list[PreviewRow]:
    stages: dict[str, list[Grade]] = defaultdict(list)
    for grade in grades:
        stages[grade.answer.stage].append(grade)
    rows = []
    for stage, own in stages.items():
        rubric = draft_rubric(version, stage=stage)
        if not rubric.points:
            continue
        texts = [(grade.answer.turn.session.language, grade.answer.text) for grade in own]
        for grade, verdict in zip(own, judge_texts(rubric, texts), strict=True):
            before = {score.point.key: score.state for score in grade.point_scores.all()}
            after = {point.key: point.state for point in verdict.points}
            rows.append(
                PreviewRow(
                    preview=preview,
                    grade=grade,
                    before=grade.score or 0.0,
                    after=verdict.score,
                    change=verdict.score - (grade.score or 0.0),
                    states={
                        key: [before.get(key, ""), after.get(key, "")]
                        for key in sorted(before | after)
                        if before.get(key) != after.get(key)
                    },
                )
            )
    return rows
