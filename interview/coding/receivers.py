"""The nudges: code that is handed in with an answer is judged, code about to be published is proved."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from interview.coding.models import Program
from interview.coding.proving import JUDGE
from interview.coding.starting import start_final_run
from interview.coding.tasks import nudge, nudge_proof
from interview.signals import answer_closed, release_check_requested


@receiver(answer_closed)
def judge_code(answer_id: int, **_: Any) -> None:
    transaction.on_commit(lambda: start(answer_id), robust=True)


def start(answer_id: int) -> None:
    """Queue the final run, if the answer has code; what goes wrong here the sweep makes good."""
    program = Program.objects.written().filter(answer=answer_id).first()
    run = start_final_run(answer_id, program.text) if program else None
    if run is not None:
        nudge(run.pk)


@receiver(release_check_requested)
def prove_code(check_id: int, judge: str, **_: Any) -> None:
    if judge == JUDGE:
        transaction.on_commit(lambda: nudge_proof(check_id), robust=True)
