"""A second judgement of the same answer, beside the first, and what differs between them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from grading.models import Grade
from interview.models import Answer, RubricVersion


def request_regrade(old: Grade, *, version: RubricVersion | None = None) -> Grade:
    """Return a waiting grade row with the next number; the old one stays as it is.

    `version` judges by a later version of the question, whose points have the same keys; asked for
    again, the answer's grade under it is returned.
    """
    with transaction.atomic():
        # the answer's row is the lock: two requests at once get two numbers
        Answer.objects.select_for_update().get(pk=old.answer_id)
        under = Grade.objects.filter(answer=old.answer_id, version=version)
        if version and (asked := under.first()):
            return asked
        last = Grade.objects.filter(answer=old.answer_id).aggregate(last=Max("number"))["last"]
        return Grade.objects.create(
            answer_id=old.answer_id,
            version_id=version.pk if version else old.version_id,
            number=last + 1,
        )


def compare(old: Grade, new: Grade) -> dict[str, Any]:
    """Return the two scores and every point whose state changed."""
    before = dict(old.point_scores.values_list("point__key", "state"))
    after = dict(new.point_scores.values_list("point__key", "state"))
    return {
        "answer": old.answer_id,
        "old": {"number": old.number, "score": old.score, "calibration": old.calibration},
        "new": {
            "number": new.number,
            "status": new.status,
            "score": new.score,
            "calibration": new.calibration,
        },
        "changed": {
            key: [before.get(key), after.get(key)]
            for key in sorted(before | after)
            if new.score is not None and before.get(key) != after.get(key)
        },
    }
