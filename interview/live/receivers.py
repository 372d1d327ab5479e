"""What goes when its owner goes, and what stays: inside the transaction that deletes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from interview.accounts.models import User
from interview.live.leaving import leave_rooms
from interview.live.room import Room
from interview.practice.session import Session


@receiver(pre_delete, sender=User)
def end_rooms_of(instance: User, **_: Any) -> None:
    leave_rooms(instance, timezone.now())


@receiver(pre_delete, sender=Room)
def open_report(instance: Room, **_: Any) -> None:
    """With the room goes whoever could show the candidate their report, so it shows itself."""
    Session.objects.filter(room=instance).update(sealed=False)
