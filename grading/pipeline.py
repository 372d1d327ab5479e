"""From claimed grade rows to verdicts: one batch through one grader."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from grading.asked import grade_asked, with_probe
from grading.backends.errors import BackendError
from grading.backends.load import load_grader
from grading.engine.grader import Grader
from grading.engine.rubric import Contrast, Language, Point, Rubric
from grading.engine.verdict import AnswerVerdict, GradeItem
from grading.models import Grade, Reason
from grading.probing import probe
from grading.promoted import follow_promotions
from grading.push import report_changed
from grading.vectors import DatabaseVectors
from interview.models import RubricPoint, RubricVersion

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def the_grader() -> Grader:
    """Return this process's grader; loading it takes seconds, so it happens once."""
    return load_grader(DatabaseVectors())


def grade(first: int | None = None) -> int:
    """Grade the row `first`, with whatever else waits, as one batch; return how many were taken.

    Called twice, or for a row that somebody else took, it does nothing.
    """
    now = timezone.now()
    grades = Grade.objects.claim(first=first, limit=settings.GRADING_BATCH, now=now)
    if grades:
        judge_all(grades)
    return len(grades)


def judge_all(grades: Sequence[Grade]) -> None:
    for row in grades:
        tell(row)
    try:
        verdicts = judge(grades)
    except BackendError as error:
        logger.warning("grading backend failed", extra={"permanent": error.permanent})
        for row in grades:
            row.leave_unscored(Reason.MODEL_UNAVAILABLE, again=True)
            tell(row)
        return
    except Exception:
        if len(grades) > 1:
            # one answer must not take the others down with it
            for row in grades:
                judge_all([row])
            return
        logger.exception("grading failed", extra={"grade": grades[0].pk})
        grades[0].leave_unscored(Reason.FAILED, again=True)
        tell(grades[0])
        return
    for row, verdict in zip(grades, verdicts, strict=True):
        with transaction.atomic():
            # together: nobody sees the feedback before what is still to be asked
            if finished := row.finish(verdict):
                probe(row)
        if finished:
            logger.info("answer graded", extra={"grade": row.pk, "answer": row.answer_id})
        tell(row)


def judge(grades: Sequence[Grade]) -> list[AnswerVerdict]:
    asked = [asked_of(row) for row in grades]
    items = [
        GradeItem(
            rubric=rubric_for(row, point),
            language=cast(Language, row.answer.turn.session.language),
            text=row.answer.text,
        )
        for row, point in zip(grades, asked, strict=True)
    ]
    grader = the_grader()
    if isinstance(grader, Grader):
        follow_promotions(grader)
    return grade_asked(grader, items, asked)


def rubric_for(row: Grade, asked: RubricPoint | None) -> Rubric:
    """Return what this answer is graded against: a stage's own points, with the probe if asked."""
    rubric = rubric_of(row.version, stage=row.answer.stage)
    return with_probe(rubric, asked) if asked else rubric


def asked_of(row: Grade) -> RubricPoint | None:
    """Return the point that a follow-up asked for; None for an answer to the question itself."""
    asked = row.answer.asked_point_id
    return next((point for point in row.version.points.all() if point.pk == asked), None)


def tell(row: Grade) -> None:
    report_changed(row.answer.turn.session_id, row.answer.turn.position)


def rubric_of(version: RubricVersion, *, stage: str = "") -> Rubric:
    """Return the engine's picture of a rubric version (its points must be loaded or are fetched).

    A stage of a design case is graded against its own points only.
    """
    return Rubric(
        question=version.question.key,
        prompt={"ko": version.prompt_ko, "en": version.prompt_en},
        points=tuple(
            point_of(row) for row in version.points.all() if not stage or row.stage == stage
        ),
        model={"ko": version.model_answer_ko, "en": version.model_answer_en},
    )


def point_of(row: RubricPoint) -> Point:
    return Point(
        key=row.key,
        dimension=row.dimension,
        weight=float(row.weight),
        required=row.required,
        text={"ko": row.text_ko, "en": row.text_en},
        phrasings={"ko": tuple(row.phrasings["ko"]), "en": tuple(row.phrasings["en"])},
        contrasts=tuple(
            Contrast(kind=item["kind"], text={"ko": item["ko"], "en": item["en"]})
            for item in row.contrasts
        ),
        stage=row.stage or None,
    )
