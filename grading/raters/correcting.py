"""A person's word on a point, and the score computed again from it; nothing is overwritten."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from grading.models import Correction, Grade, Override, PersonState
from grading.pipeline import point_of, tell
from grading.promoted import calibration_named
from grading.raters.scoring import Judged, score_again
from interview.models import Answer, RequestError, RubricPoint, User

LONGEST_REASON = 1000


def override(answer: Answer, point: RubricPoint, *, state: str, reason: str, by: User) -> Override:
    """Let a person's state stand for a point from now on, and correct the score.

    RequestError where the state is none or the reason is missing; then nothing has changed.
    """
    if state not in PersonState.values:
        raise RequestError(_("Choose one of the four states."))
    reason = check_reason(reason)
    with transaction.atomic():
        row = Override.objects.create(answer=answer, point=point, state=state, reason=reason, by=by)
        correct(answer)
    return row


def check_reason(reason: str) -> str:
    """Return the reason as it is kept; RequestError when there is none or too much of it."""
    reason = reason.replace("\r\n", "\n").replace("\x00", "").strip()
    if not reason:
        raise RequestError(_("Say why, in a sentence: the other person reads it."))
    if len(reason) > LONGEST_REASON:
        text = _("The reason is too long: %(length)s characters; the limit is %(limit)s.")
        raise RequestError(text % {"length": len(reason), "limit": LONGEST_REASON})
    return reason


def correct(answer: Answer) -> Correction | None:
    """Compute the answer's newest grade again with people's states; twice is once.

    None where nobody has corrected a point of it, or nothing has been scored yet.
    """
    with transaction.atomic():
        Answer.objects.select_for_update().get(pk=answer.pk)
        grade = (
            Grade.objects.newest_scored()
            .filter(answer=answer)
            .select_related("answer__turn__session")
            .first()
        )
        if grade is None:
            return None
        standing = standing_overrides(answer)
        scores = list(grade.point_scores.select_related("point"))
        mine = [standing[score.point.key] for score in scores if score.point.key in standing]
        if not mine:
            return None
        figures = score_again(
            [
                Judged(
                    point_of(score.point),
                    score.probabilities,
                    standing[score.point.key].state if score.point.key in standing else None,
                )
                for score in scores
            ],
            gates=grade.gates,
            score=grade.score or 0.0,
            calibration=calibration_named(grade.calibration),
        )
        row, made = Correction.objects.get_or_create(
            grade=grade,
            override=max(mine, key=lambda one: one.pk),
            defaults={
                "score": figures.score,
                "low": figures.low,
                "high": figures.high,
                "dimensions": dict(figures.dimensions),
            },
        )
    if made:
        transaction.on_commit(lambda: tell(grade), robust=True)
    return row


def standing_overrides(answer: Answer) -> dict[str, Override]:
    """Return the newest override of each point that has one, by the point's key.

    A regrade under a later version speaks of that version's rows of the same points.
    """
    rows = Override.objects.filter(answer=answer).select_related("point").order_by("pk")
    return {row.point.key: row for row in rows}


def uncorrected() -> QuerySet[Answer]:
    """Answers whose newest grade came after a person's word on them and does not heed it yet."""
    grades = Grade.objects.newest_scored().filter(
        answer__overrides__point__key=F("point_scores__point__key"), corrections__isnull=True
    )
    return Answer.objects.filter(pk__in=grades.values("answer"))
