"""Before the feedback of a study session: what is still to be asked, while it can be."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from grading.reports.item import minutes_of
from interview.models import Answer, Session


def offer_follow_ups(session: Session, position: int, *, stage: str = "") -> dict[str, Any] | None:
    """Return the context of ``reports/_follow_up_offer.html``; None where nothing is open.

    The feedback names what was missing, so it waits until the follow-ups are taken or declined.
    """
    if session.is_finished:
        return None
    follow_ups = list(
        Answer.objects.to_follow_ups()
        .filter(turn__session=session, turn__position=position, stage=stage, state="open")
        .order_by("sequence")
    )
    if not follow_ups:
        return None
    place = [session.pk, position, follow_ups[0].sequence]
    return {
        "session": session,
        "position": position,
        "offered": follow_ups,
        "url": reverse("practice-follow-up", args=place),
        "time": minutes_of(int(settings.FOLLOW_UP_SECONDS * float(session.time_multiplier))),
    }
