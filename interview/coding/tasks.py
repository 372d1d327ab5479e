"""Background work of the code runner. Each task may run twice, late or never: rows say what is due."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from interview.coding.models import CodeRun
from interview.coding.proving import JUDGE, run_proof
from interview.coding.running import take_up
from interview.coding.starting import start_final_runs
from interview.questions.release import ReleaseCheck
from interview.sandbox import stand_behind, warm_up

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def run_code(run_id: int) -> None:
    take_up(run_id)
    # an answer handed in during its own last run could not be judged until that was done
    for run in start_final_runs():
        nudge(run.pk)


@shared_task(ignore_result=True)
def prove_code(check_id: int) -> None:
    """Hold a coding question's own solutions to its tests before it is published."""
    run_proof(check_id)


@shared_task(ignore_result=True)
def sweep_runs() -> None:
    """Find what no message brought: answers handed in, waiting runs and proofs, dead workers' ones."""
    start_final_runs()
    due = CodeRun.objects.due(timezone.now()).order_by("id")
    for run_id in due.values_list("pk", flat=True)[: settings.CODE_SWEEP_LIMIT]:
        nudge(run_id)
    proofs = ReleaseCheck.objects.filter(judge=JUDGE)
    if given_up := proofs.give_up():
        logger.error("proofs of code given up", extra={"checks": given_up})
    for check_id in proofs.due().values_list("pk", flat=True)[: settings.CODE_SWEEP_LIMIT]:
        nudge_proof(check_id)


def nudge(run_id: int) -> None:
    """Send the task; with the broker down the run is safe and the sweep sends it later."""
    try:
        run_code.delay(run_id)
    except (OperationalError, OSError):
        logger.warning("nudge lost", extra={"run": run_id})


def nudge_proof(check_id: int) -> None:
    try:
        prove_code.delay(check_id)
    except (OperationalError, OSError):
        logger.warning("nudge lost", extra={"check": check_id})


@worker_ready.connect
def prepare_runner(**_: Any) -> None:
    """When the code runner's own worker starts: compile the runtime, once, and put up the wall."""
    if not settings.SANDBOX_WARM:
        return
    warm_up(settings.SANDBOX_CACHE)
    if settings.SANDBOX_WALL:
        behind = stand_behind(settings.SANDBOX_CACHE)
        logger.info("code runner ready", extra={"second_wall": behind})
