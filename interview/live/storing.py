"""Writing down what came in: all rooms' changes at once, numbered without a gap in each room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db import transaction
from pycrdt import merge_updates

from interview.live.document import read_bytes
from interview.live.room import Room, RoomState
from interview.live.update import DocumentSnapshot, DocumentUpdate

SNAPSHOT_EVERY = 200


@dataclass(frozen=True)
class Change:
    """Some bytes that a seat's page sent; `late` if they were written while it was away."""

    seat: int
    data: bytes
    at: datetime
    late: bool = False


@dataclass(frozen=True)
class Stored:
    """The numbers that a room's changes got: first to last; `closed` when it takes no more."""

    first: int = 0
    last: int = 0
    closed: bool = False


def store_changes(changes: Mapping[UUID, Sequence[Change]]) -> dict[UUID, Stored]:
    """Store every room's changes in one transaction; a room that is not live stores nothing."""
    outcome = dict.fromkeys(changes, Stored(closed=True))
    due: list[Room] = []
    with transaction.atomic():
        rooms = Room.objects.select_for_update(of=["self"]).filter(
            pk__in=list(changes), state=RoomState.LIVE
        )
        rows: list[DocumentUpdate] = []
        changed: list[Room] = []
        for room in rooms.order_by("pk"):
            size = sum(len(change.data) for change in changes[room.pk])
            if room.stored_bytes + size > settings.LIVE_DOCUMENT_BYTES:
                continue
            first = room.stored + 1
            batch = list(number_rows(room, merge_changes(changes[room.pk])))
            rows += batch
            if room.stored // SNAPSHOT_EVERY != (room.stored + len(batch)) // SNAPSHOT_EVERY:
                due.append(room)
            room.stored += len(batch)
            room.stored_bytes += size
            changed.append(room)
            outcome[room.pk] = Stored(first, room.stored)
        DocumentUpdate.objects.bulk_create(rows)
        Room.objects.bulk_update(changed, ["stored", "stored_bytes"])
    for room in due:
        compact(room)
    return outcome


def merge_changes(changes: Sequence[Change]) -> Iterable[Change]:
    """Put together what one seat sent in a row."""
    for (seat, late), group in groupby(changes, key=lambda change: (change.seat, change.late)):
        members = list(group)
        data = members[0].data if len(members) == 1 else merge_updates(*(m.data for m in members))
        yield Change(seat, data, members[-1].at, late)


def number_rows(room: Room, changes: Iterable[Change]) -> Iterable[DocumentUpdate]:
    for number, change in enumerate(changes, start=room.stored + 1):
        yield DocumentUpdate(
            room=room, number=number, seat_id=change.seat, at=change.at, late=change.late,
            data=change.data,
        )  # fmt: skip


def compact(room: Room) -> None:
    """Keep all updates so far as one, so that coming in stays quick however long the room lasts."""
    data, number = read_bytes(room)
    DocumentSnapshot.objects.update_or_create(room=room, defaults={"number": number, "data": data})
