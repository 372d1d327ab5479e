"""What happened in a room and when, and what was said in its chat."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interview.live.question import RoomQuestion
from interview.live.room import Room
from interview.live.seat import Seat


class EventKind(models.TextChoices):
    STARTED = "started", _("Started")
    PAUSED = "paused", _("Clock stopped")
    RESUMED = "resumed", _("Clock runs again")
    EXTENDED = "extended", _("Time added")
    PUSHED = "pushed", _("Question")
    STAGE = "stage", _("Stage")
    HINT = "hint", _("Hint")
    RUN = "run", _("Code run")
    JOINED = "joined", _("Joined")
    LEFT = "left", _("Left")
    ENDED = "ended", _("Over")


class RoomEvent(models.Model):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=EventKind)
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.SET_NULL)
    question = models.ForeignKey(RoomQuestion, null=True, blank=True, on_delete=models.CASCADE)
    # what a number says more: seconds added, the hint's number
    amount = models.IntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["room", "at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["room", "at"])]

    def __str__(self) -> str:
        return f"room event {self.pk}"


class ChatMessage(models.Model):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.CharField(max_length=1000)

    class Meta:
        ordering: ClassVar[list[str]] = ["room", "id"]

    def __str__(self) -> str:
        return f"chat message {self.pk}"
