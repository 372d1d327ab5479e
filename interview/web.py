"""The façade for pages of other applications: who may come in, what is on offer, and how they are told."""

from interview.accounts.access import PersonRequest, person_required
from interview.authoring.access import permission_required
from interview.news import say
from interview.practice.finishing import finish_overdue
from interview.practice.forms import rounds_on_offer

__all__ = [
    "PersonRequest",
    "finish_overdue",
    "permission_required",
    "person_required",
    "rounds_on_offer",
    "say",
]
