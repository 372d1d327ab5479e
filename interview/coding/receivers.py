"""The nudge at the end: code that is handed in with an answer is judged by all tests."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from interview.coding.models import Program
from interview.coding.starting import start_final_run
from interview.coding.tasks import nudge
from interview.signals import answer_closed


@receiver(answer_closed)
def judge_code(answer_id: int, **_: Any) -> None:
    transaction.on_commit(lambda: start(answer_id), robust=True)


def start(answer_id: int) -> None:
    """Queue the final run, if the answer has code; what goes wrong here the sweep makes good."""
    program = Program.objects.written().filter(answer=answer_id).first()
    run = start_final_run(answer_id, program.text) if program else None
    if run is not None:
        nudge(run.pk)
