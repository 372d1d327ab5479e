"""Opening a room: its plan, its interviewer's seat, and the candidate's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from interview.accounts.models import User
from interview.live.kinds import SeatKind
from interview.live.question import RoomQuestion
from interview.live.room import Room
from interview.live.scorecard import Scorecard
from interview.live.seat import Seat
from interview.practice.drawing import draw_questions
from interview.questions.models import Question, QuestionQuerySet


def open_room(
    host: User,
    *,
    title: str,
    language: str,
    minutes: int,
    candidate: str = "",
    rounds: Sequence[str] = (),
    keys: Iterable[str] = (),
    scheduled_at: datetime | None = None,
    time_zone: str = "UTC",
    meeting_url: str = "",
    now: datetime,
) -> Room:
    """Return a room with its plan: questions by their keys, else drawn for the rounds, else none."""
    with transaction.atomic():
        room = Room.objects.create(
            host=host,
            title=title,
            language=language,
            allotted=timedelta(minutes=minutes),
            scheduled_at=scheduled_at,
            time_zone=time_zone,
            meeting_url=meeting_url,
            created_at=now,
        )
        add_seat(room, SeatKind.HOST, name=host.display_name(), user=host, now=now)
        add_seat(room, SeatKind.CANDIDATE, name=candidate, now=now)
        add_questions(room, plan_questions(host, rounds, minutes, list(keys)))
    return room


def plan_questions(
    host: User, rounds: Sequence[str], minutes: int, keys: Sequence[str]
) -> list[Question]:
    if keys:
        found = {q.key: q for q in pickable().filter(key__in=keys)}
        return [found[key] for key in dict.fromkeys(keys) if key in found]
    share = minutes // len(rounds) if rounds else 0
    return [q for round in rounds for q in draw_questions(host, round=round, minutes=share)]


def pickable() -> QuestionQuerySet:
    """Return what an interviewer may put into a plan: questions, and whole design cases."""
    bank = Question.objects.published().filter(withdrawn_at__isnull=True)
    return bank.select_related("current", "topic")


def add_questions(room: Room, questions: Iterable[Question]) -> None:
    """Put questions at the end of the plan; one that stands in it already stays where it is."""
    with transaction.atomic():
        Room.objects.locked(room)
        present = list(room.questions.values_list("version__question", "position"))
        last = max((position for _, position in present), default=0)
        known = {question for question, _ in present}
        fresh = [q for q in questions if q.pk not in known]
        RoomQuestion.objects.bulk_create(
            RoomQuestion(
                room=room, position=position, version=question.current,
                allotted=timedelta(minutes=question.minutes),
            )
            for position, question in enumerate(fresh, start=last + 1)
        )  # fmt: skip


def add_seat(
    room: Room, kind: SeatKind, *, name: str = "", user: User | None = None, now: datetime
) -> Seat:
    """Make a seat; one for somebody who is known by their login is theirs at once."""
    with transaction.atomic():
        Room.objects.locked(room)
        number = room.seats.count()
        begins = max(now, room.scheduled_at) if room.scheduled_at else now
        seat = Seat.objects.create(
            room=room,
            kind=kind,
            number=number,
            name=name.strip()[:60],
            user=user,
            expires_at=begins + timedelta(hours=settings.LIVE_LINK_HOURS),
            taken_at=now if user else None,
        )
        if seat.kind == SeatKind.HOST:
            Scorecard.objects.create(room=room, seat=seat)
    return seat
