"""Whether a critique is wanted here: the site has a model, and the person said yes to sending."""

from __future__ import annotations

from django.conf import settings

from grading.models import Grade
from interview.models import Consent, Mode, User

# live rooms decide for themselves
COMMENTED = (Mode.STUDY, Mode.REAL)


def is_on() -> bool:
    return bool(settings.CRITIQUE_ON)


def is_wanted_by(user: User) -> bool:
    return is_on() and user.model_consent == Consent.YES


def is_wanted_for(grade: Grade) -> bool:
    """Say whether this grade's answer is to be commented on; follow-ups are not."""
    session = grade.answer.turn.session
    return (
        not grade.answer.is_follow_up and session.mode in COMMENTED and is_wanted_by(session.user)
    )
