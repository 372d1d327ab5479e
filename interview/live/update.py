"""The shared document as it came: one row a batch of one person's changes, and a shorter way to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from interview.live.room import Room
from interview.live.seat import Seat


class DocumentUpdate(models.Model):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="updates")
    # 1, 2, 3 … without a gap: a page that misses one asks for the whole
    number = models.PositiveIntegerField()
    seat = models.ForeignKey(Seat, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    # written while the connection was away, and sent afterwards in one piece
    late = models.BooleanField(default=False)
    data = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["room", "number"]
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="document_update_number")
        ]

    def __str__(self) -> str:
        return f"document update {self.pk}"


class DocumentSnapshot(models.Model):
    """All updates up to a number as one; the rows stay, for they are the playback."""

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="snapshot")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"document snapshot {self.pk}"
