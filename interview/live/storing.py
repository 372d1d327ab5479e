"""Writing down what came in: all rooms' changes at once, numbered without a gap in each room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from pycrdt import merge_updates

from interview.live.document import read_bytes
from interview.live.room import Room, RoomState
from interview.live.update import DocumentSnapshot, DocumentUpdate

SNAPSHOT_EVERY = 200
TOGETHER = timedelta(seconds=1)


@dataclass(frozen=True)
class Change:
    """Some bytes that a seat's page sent; `late` if they were written while it was away."""

    seat: int
    data: bytes
    at: datetime
    late: bool = False


@dataclass(frozen=True)
class Stored:
    """The numbers that a room's changes got: first to last.

    `closed` when it takes no more, and `full` when that is because it holds too much already.
    """

    first: int = 1
    last: int = 0
    closed: bool = False
    full: bool = False


# As arrays in two statements: with everybody typing this runs all the time, beside those who wait.
INSERT = f"""
    INSERT INTO {DocumentUpdate._meta.db_table} (room_id, number, seat_id, at, late, data)
    SELECT * FROM unnest(
        %s::uuid[], %s::int[], %s::bigint[], %s::timestamptz[], %s::bool[], %s::bytea[]
    )
"""  # noqa: S608 (a table's name)
COUNT = f"""
    UPDATE {Room._meta.db_table} AS room SET stored = new.stored, stored_bytes = new.bytes
    FROM unnest(%s::uuid[], %s::int[], %s::bigint[]) AS new (id, stored, bytes)
    WHERE room.id = new.id
"""  # noqa: S608 (a table's name)


def store_changes(changes: Mapping[UUID, Sequence[Change]]) -> dict[UUID, Stored]:
    """Store every room's changes in one transaction; a room that is not live stores nothing."""
    outcome = dict.fromkeys(changes, Stored(closed=True))
    with transaction.atomic():
        rows: list[tuple[object, ...]] = []
        counts: list[tuple[object, ...]] = []
        rooms = Room.objects.select_for_update(of=["self"]).filter(
            pk__in=list(changes), state=RoomState.LIVE
        )
        for pk, stored, used in rooms.order_by("pk").values_list("pk", "stored", "stored_bytes"):
            used += sum(len(change.data) for change in changes[pk])
            if used > settings.LIVE_DOCUMENT_BYTES:
                outcome[pk] = Stored(closed=True, full=True)
                continue
            first = stored + 1
            for change in merge_changes(changes[pk]):
                stored += 1
                rows.append((pk, stored, change.seat, change.at, change.late, change.data))
            counts.append((pk, stored, used))
            outcome[pk] = Stored(first, stored)
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(INSERT, [list(column) for column in zip(*rows, strict=True)])
                cursor.execute(COUNT, [list(column) for column in zip(*counts, strict=True)])
    for pk, numbers in outcome.items():
        if (numbers.first - 1) // SNAPSHOT_EVERY != numbers.last // SNAPSHOT_EVERY:
            compact(pk)
    return outcome


def merge_changes(changes: Sequence[Change]) -> Iterable[Change]:
    """Put together what one seat sent in a row at one time.

    What had to wait for the database keeps its moments: typing that came in one piece looked pasted.
    """
    run: list[Change] = []
    for change in changes:
        if run and not goes_with(run[0], change):
            yield merge_run(run)
            run = []
        run.append(change)
    if run:
        yield merge_run(run)


def goes_with(first: Change, change: Change) -> bool:
    return (change.seat, change.late) == (
        first.seat,
        first.late,
    ) and change.at - first.at < TOGETHER


def merge_run(run: Sequence[Change]) -> Change:
    data = run[0].data if len(run) == 1 else merge_updates(*(change.data for change in run))
    return Change(run[0].seat, data, run[-1].at, run[0].late)


def compact(pk: UUID) -> None:
    """Keep all updates so far as one, so that coming in stays quick however long the room lasts."""
    room = Room.objects.select_related("snapshot").filter(pk=pk).first()
    if room is None:  # deleted since
        return
    data, number = read_bytes(room)
    DocumentSnapshot.objects.update_or_create(room=room, defaults={"number": number, "data": data})
