"""The ledger follows the clock: whatever stops it ends the visit to a stage."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from interview.design.visit import leave_stage
from interview.signals import turn_left


@receiver(turn_left)
def end_visit(turn_id: int, at: datetime, **_: Any) -> None:
    leave_stage(turn_id, at)
