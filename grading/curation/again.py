"""Past answers judged again under a published version, portion by portion, beside their grades."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from grading.curation.previewing import past_grades
from grading.models import Grade, GradeStatus, JobState, Regrade
from grading.regrading import request_regrade
from interview.models import RequestError, RubricVersion, User

logger = logging.getLogger(__name__)
PORTION = 20


def not_asked_yet(version: RubricVersion) -> QuerySet[Grade]:
    """Return the standing grades whose answers have none under this version and may get one.

    Only texts may differ: a report shows the points its session began with, so their keys, weights
    and stages must be the same.
    """
    alike = past_grades(version).filter(version__structure_hash=version.structure_hash)
    return alike.exclude(answer__grades__version=version)


def ask_regrade(version: RubricVersion, by: User) -> Regrade:
    """Ask for a second judgement of past answers; whoever presses twice asks once."""
    if version.state != "published":
        raise RequestError(_("Only a published version regrades past answers."), status=409)
    with transaction.atomic():
        RubricVersion.objects.select_for_update().get(pk=version.pk)
        open_states = (JobState.WAITING, JobState.RUNNING)
        going_on: Regrade | None = Regrade.objects.filter(
            version=version, state__in=open_states
        ).first()
        if going_on is not None:
            return going_on
        if not not_asked_yet(version).exists():
            raise RequestError(
                _("No past answer can be regraded: the points or their weights have changed.")
            )
        row: Regrade = Regrade.objects.create(version=version, by=by)
    return row


def run_regrade(pk: int) -> list[int]:
    """Make the next portion's waiting grades and return them; the row waits on until none is left."""
    made: list[int] = []
    for row in Regrade.objects.claim([pk]):
        version = RubricVersion.objects.get(pk=row.version_id)
        try:
            grades = list(not_asked_yet(version)[:PORTION])
            made += [request_regrade(grade, version=version).pk for grade in grades]
        except Exception:
            logger.exception("regrade failed", extra={"regrade": pk})
            row.finish(JobState.BROKEN)
            continue
        if len(grades) < PORTION:
            row.finish()
        else:
            row.put_back()
    return made


def progress_of(version: RubricVersion) -> dict[str, object]:
    """Say how far the newest regrade under this version is; empty where none was asked for."""
    row = Regrade.objects.filter(version=version).first()
    if row is None:
        return {}
    later = Grade.objects.filter(version=version).exclude(answer__turn__version=version)
    again = Q(status=GradeStatus.UNSCORED, retry_at__isnull=True)
    counts = later.aggregate(
        asked=Count("pk"),
        graded=Count("pk", filter=Q(status=GradeStatus.SCORED)),
        given_up=Count("pk", filter=again),
    )
    left = not_asked_yet(version).count() if row.is_open else 0
    return {
        "regrade": row,
        "graded": counts["graded"],
        "given_up": counts["given_up"],
        "of": counts["asked"] + left,
        "going_on": row.is_open or counts["graded"] + counts["given_up"] < counts["asked"],
    }
