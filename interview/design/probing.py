"""Being asked about one stage in the middle of a real case, on the case's own clock.

A stage stays open until the end unless somebody hands it in. Handed in, it can no longer change, so
that what is said when asked stays apart from what was said before.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from interview.design.case import stage_answers
from interview.design.visit import enter_stage
from interview.practice.answer import Answer, AnswerState, ClosedBy
from interview.practice.follow_up import open_follow_ups, wait
from interview.practice.session import Session
from interview.practice.turn import Turn
from interview.questions.stages import Stage


def hand_in(answer: Answer, now: datetime) -> None:
    """Close this stage for good; the case's clock runs on, and so does the visit to the stage."""
    with transaction.atomic():
        # first, as whoever finishes the session does
        Session.objects.select_for_update().get(pk=answer.turn.session_id)
        if answer.submit(by=ClosedBy.CANDIDATE, now=now):
            answer.turn.enter(now)
            enter_stage(answer, now)


def describe_probes(turn: Turn) -> dict[str, Any]:
    """Return the context of ``design/_probes.html``: what the interviewer would ask about, and what
    is still being thought about; nothing of the question itself before it is taken.
    """
    if not turn.session.probes_stages():
        return {"probing": False}
    undecided = stage_answers(turn).filter(state=AnswerState.SUBMITTED, probed_at__isnull=True)
    newest = undecided.aggregate(newest=Max("submitted_at"))["newest"]
    return {
        "probing": True,
        "probe_undecided": newest is not None,
        "probe_awaited": newest is not None and timezone.now() < newest + wait(),
        "probes": [
            {
                "label": Stage(follow_up.stage).label,
                "url": reverse(
                    "design-probe", args=[turn.session_id, turn.position, follow_up.stage]
                ),
            }
            for follow_up in open_follow_ups(turn)
        ],
    }
