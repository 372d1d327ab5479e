"""Background work of curation, in the worker that holds the model. Rows say what is due."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from celery import shared_task

from grading.curation.again import run_regrade
from grading.curation.gate import JUDGE, run_check
from grading.curation.meaning import run_meaning_check, run_search, unchecked
from grading.curation.nudging import nudge
from grading.curation.previewing import run_preview
from grading.curation.trying import run_trials
from grading.models import JobState, MeaningCheck, MeaningSearch, Preview, Regrade, Trial
from grading.pipeline import grade
from interview.models import ReleaseCheck

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def judge_trials(pks: Sequence[int]) -> None:
    run_trials(list(pks))


@shared_task(ignore_result=True)
def judge_release(check_id: int) -> None:
    run_check(check_id)


@shared_task(ignore_result=True)
def judge_preview(preview_id: int) -> None:
    run_preview(preview_id)


@shared_task(ignore_result=True)
def judge_regrade(regrade_id: int) -> None:
    """Ask for one portion of second judgements, and by further messages for them and for the next."""
    if made := run_regrade(regrade_id):
        nudge(grade_again, made)
    if Regrade.objects.filter(pk=regrade_id, state=JobState.WAITING).exists():
        nudge(judge_regrade, regrade_id)


@shared_task(ignore_result=True)
def check_meaning(version_id: int) -> None:
    run_meaning_check(version_id)


@shared_task(ignore_result=True)
def search_meaning(search_id: int) -> None:
    run_search(search_id)


@shared_task(ignore_result=True)
def grade_again(pks: Sequence[int]) -> None:
    """Take up second judgements at once; the sweep of grades would find them too."""
    for pk in pks:
        grade(pk)


@shared_task(ignore_result=True)
def sweep_curation() -> None:
    """Find what no message brought, and what a dead worker left."""
    for jobs in (Trial, Preview, Regrade, MeaningCheck, MeaningSearch):
        if given_up := jobs.objects.give_up():
            logger.error("given up", extra={"jobs": jobs.__name__, "count": given_up})
    if trials := list(Trial.objects.due().values_list("pk", flat=True)[:100]):
        judge_trials.delay(trials)
    if given_up := ReleaseCheck.objects.filter(judge=JUDGE).give_up():
        logger.error("release checks given up", extra={"checks": given_up})
    for pk in ReleaseCheck.objects.due().filter(judge=JUDGE).values_list("pk", flat=True)[:20]:
        judge_release.delay(pk)
    for pk in Preview.objects.due().values_list("pk", flat=True)[:20]:
        judge_preview.delay(pk)
    for pk in Regrade.objects.due().values_list("pk", flat=True)[:20]:
        judge_regrade.delay(pk)
    for pk in MeaningSearch.objects.due().values_list("pk", flat=True)[:20]:
        search_meaning.delay(pk)
    for pk in unchecked(20):
        check_meaning.delay(pk)
