"""What a seat may be: names that everything in a room is decided by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeatKind(models.TextChoices):
    HOST = "host", _("Interviewer")
    CO = "co", _("Co-interviewer")
    CANDIDATE = "candidate", _("Candidate")
    OBSERVER = "observer", _("Observer")


# those on the interviewer's side of the table
DESK = (SeatKind.HOST, SeatKind.CO)
# those who may change the shared document
WRITERS = (SeatKind.HOST, SeatKind.CO, SeatKind.CANDIDATE)
