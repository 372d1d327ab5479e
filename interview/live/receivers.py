"""What goes when its owner goes, and what stays: inside the transaction that deletes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from interview.accounts.models import User
from interview.live.ending import let_arrive
from interview.live.leaving import leave_rooms
from interview.live.push import tell
from interview.live.room import EndedBy, Room, RoomQuerySet
from interview.practice.session import Session


@receiver(pre_delete, sender=User)
def end_rooms_of(instance: User, **_: Any) -> None:
    leave_rooms(instance, timezone.now())


@receiver(pre_delete, sender=Room)
def hand_in(instance: Room, origin: object = None, **_: Any) -> None:
    """End what is under way, so that the candidate keeps what they wrote; whatever deletes the room.

    With the room goes whoever could show them their report, so it shows itself. A room that goes
    along with its candidate's rows leaves nothing to hand in.
    """
    if isinstance(origin, Room | RoomQuerySet) and instance.is_live:
        let_arrive([instance.pk])
        instance.end(by=EndedBy.INTERVIEWER, now=timezone.now())
        transaction.on_commit(partial(tell, instance.pk, "end"), robust=True)
    Session.objects.filter(room=instance).update(sealed=False)
