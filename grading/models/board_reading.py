"""What was read off a whiteboard: which points it names, and what nobody explained."""

from __future__ import annotations

from django.db import models

from interview.models import Board


class BoardReading(models.Model):
    """The newest reading of a board; made again when the board or the answers have changed."""

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="reading")
    revision = models.PositiveIntegerField()
    # how many submitted answers it was held against
    answers = models.PositiveSmallIntegerField()
    # {point key: [labels]}
    points = models.JSONField(default=dict)
    unexplained = models.JSONField(default=list)
    read_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"board reading {self.pk}"
