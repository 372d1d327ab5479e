"""A live room: who leads it, where it stands, and its clock."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from interview.accounts.models import Language, User
from interview.errors import RequestError
from interview.live.clock import Clock
from interview.live.document import read_texts
from interview.live.kinds import DESK, SeatKind
from interview.live.timed import Timed
from interview.practice.answer import ClosedBy
from interview.practice.finishing import finish_session
from interview.practice.session import Mode, Session
from interview.questions.models import Round

logger = logging.getLogger(__name__)

MINUTE = timedelta(minutes=1)
LONGEST_MESSAGE = 5000


class RoomState(models.TextChoices):
    LOBBY = "lobby", _("Not started")
    LIVE = "live", _("Under way")
    ENDED = "ended", _("Over")


class EndedBy(models.TextChoices):
    INTERVIEWER = "interviewer", _("the interviewer")
    SWEEP = "sweep", _("everybody had left")


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, user: User) -> RoomQuerySet:
        """Return the rooms whose interviewer's side this person may see."""
        return self.filter(
            seats__user=user,
            seats__kind__in=DESK,
            seats__revoked_at__isnull=True,
            seats__taken_at__isnull=False,
        ).distinct()

    def locked(self, room: Room) -> Room:
        """Return the row as it is now, kept from others until the transaction ends."""
        return self.select_for_update(of=["self"]).select_related("session").get(pk=room.pk)


class Room(Timed):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # null when their account is gone: the room is over then, and its report open
    host = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="rooms_led"
    )
    # the candidate's own rows; whoever deletes their account takes the room's recording along
    session = models.OneToOneField(
        Session, null=True, blank=True, on_delete=models.CASCADE, related_name="room"
    )
    title = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=Language)
    state = models.CharField(max_length=8, choices=RoomState, default=RoomState.LOBBY)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    meeting_url = models.URLField(blank=True, max_length=500)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=12, choices=EndedBy, blank=True)
    current = models.ForeignKey(
        "RoomQuestion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # the number of the last stored update of the document
    stored = models.PositiveIntegerField(default=0)
    stored_bytes = models.PositiveBigIntegerField(default=0)
    # counts what pages show; a page that knows a lower number asks again
    version = models.PositiveIntegerField(default=0)
    # what the candidate's report shows: nothing until the interviewer says so
    released_at = models.DateTimeField(null=True, blank=True)
    shows_grades = models.BooleanField(default=True)
    shows_levels = models.BooleanField(default=False)
    message = models.TextField(blank=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="room_started_has_session",
                condition=Q(state="lobby") | Q(session__isnull=False),
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["started_at"], condition=Q(state="live"), name="room_live")
        ]

    def __str__(self) -> str:
        return f"room {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state == RoomState.LIVE

    @property
    def is_over(self) -> bool:
        return self.state == RoomState.ENDED

    @property
    def has_call(self) -> bool:
        """Say whether people can talk inside the room: only where a way to connect is configured."""
        return bool(settings.LIVE_ICE_SERVERS)

    def touch(self) -> None:
        """Count that something changed that pages show."""
        Room.objects.filter(pk=self.pk).update(version=F("version") + 1)

    def candidate(self) -> Any:
        """Return the candidate's seat; None while nobody is invited."""
        return self.seats.standing().filter(kind=SeatKind.CANDIDATE).first()

    def start(self, now: datetime) -> bool:
        """Let the candidate see; the clock runs from here. True for the one caller that did it.

        The answers belong to the candidate's own account, or to the guest who stands for them.
        """
        with transaction.atomic():
            row = Room.objects.locked(self)
            if row.state != RoomState.LOBBY:
                return False
            seat = row.candidate()
            if seat is None or seat.taken_at is None:
                raise RequestError(_t("The candidate is not here yet."), status=409)
            if seat.user is None:
                seat.user = User.objects.create_guest(language=row.language)
                seat.save(update_fields=["user"])
            first = row.questions.select_related("version__question").first()
            row.session = Session.objects.create(
                user=seat.user,
                round=first.version.question.round if first else Round.FUNDAMENTALS,
                language=row.language,
                mode=Mode.LIVE,
                sealed=True,
                minutes=row.allotted // MINUTE,
                started_at=now,
                deadline=now + row.allotted,
            )
            row.state, row.started_at = RoomState.LIVE, now
            row.running_since = now
            row.save(update_fields=["session", "state", "started_at", "running_since"])
            row.events.create(kind="started", at=now)
            row.touch()
        self.refresh_from_db()
        return True

    def schedule(self, when: datetime | None, *, time_zone: str, now: datetime) -> None:
        """Set, move or drop the appointment; links that nobody used yet live as long as it needs."""
        with transaction.atomic():
            row = Room.objects.locked(self)
            if row.state != RoomState.LOBBY:
                raise RequestError(_t("The interview has begun already."), status=409)
            row.scheduled_at, row.time_zone = when, time_zone
            row.save(update_fields=["scheduled_at", "time_zone"])
            lasts = max(now, when or now) + timedelta(hours=settings.LIVE_LINK_HOURS)
            row.seats.filter(taken_at__isnull=True).update(expires_at=lasts)
            row.touch()
        self.refresh_from_db()

    def pause(self, now: datetime) -> None:
        """Stop both clocks, the room's and the question's."""
        self._turn_clocks("paused", now, lambda clock: clock.pause(now))

    def resume(self, now: datetime) -> None:
        self._turn_clocks("resumed", now, lambda clock: clock.start(now))

    def _turn_clocks(self, kind: str, now: datetime, turn: Callable[[Clock], Clock]) -> None:
        with transaction.atomic():
            row = Room.objects.locked(self)
            if not row.is_live or turn(row.clock) == row.clock:
                return
            row.set_clock(turn(row.clock))
            if row.current is not None:
                row.current.set_clock(turn(row.current.clock))
            row.events.create(kind=kind, at=now, question=row.current)
            row.touch()
        self.refresh_from_db()

    def extend(self, by: timedelta, *, question: bool, now: datetime) -> None:
        """Add time to the whole, or to the question on the table and with it to the whole."""
        with transaction.atomic():
            row = Room.objects.locked(self)
            if row.is_over:
                return
            row.set_clock(row.clock.extend(by))
            if question and row.current is not None:
                row.current.set_clock(row.current.clock.extend(by))
            seconds = int(by.total_seconds())
            row.events.create(
                kind="extended", at=now, amount=seconds, question=row.current if question else None
            )
            row.touch()
        self.refresh_from_db()

    def end(self, *, by: EndedBy, now: datetime) -> bool:
        """Close the room and hand in the final texts; True for the one caller that did it."""
        with transaction.atomic():
            row = Room.objects.locked(self)
            if not row.is_live or row.session is None:
                self.refresh_from_db()
                return False
            row.set_clock(row.clock.pause(now))
            texts = read_texts(row)
            for question in row.questions.filter(turn__isnull=False).select_related(
                "room", "turn__session", "version__question"
            ):
                question.close(texts, now)
            finish_session(row.session, by=ClosedBy.ROOM, now=now)
            row.state, row.ended_at, row.ended_by = RoomState.ENDED, now, by
            row.save(update_fields=["state", "ended_at", "ended_by"])
            row.events.create(kind="ended", at=now)
            row.touch()
        self.refresh_from_db()
        logger.info("room ended", extra={"room": str(self.pk), "by": str(by)})
        return True

    def open_cards(self) -> Any:
        """Return the scorecards that everybody waits for: of those who took a seat at the desk."""
        return self.scorecards.filter(
            submitted_at__isnull=True, seat__taken_at__isnull=False, seat__revoked_at__isnull=True
        )

    def release(self, *, grades: bool, levels: bool, message: str, now: datetime) -> None:
        """Show the candidate's report, as much of it as the interviewer chose.

        Judgements go to the candidate no sooner than the interviewers see them: when all are in.
        """
        if not self.is_over:
            raise RequestError(_t("End the interview first."), status=409)
        if (grades or levels) and self.open_cards().exists():
            message = _t("Marks and levels can be shown once every scorecard is handed in.")
            raise RequestError(message, status=409)
        self.shows_grades, self.shows_levels = grades, levels
        self.message = message.replace("\x00", "")[:LONGEST_MESSAGE]
        self.released_at = self.released_at or now
        with transaction.atomic():
            self.save(update_fields=["shows_grades", "shows_levels", "message", "released_at"])
            Session.objects.filter(room=self).update(sealed=not grades)

    def take_back(self) -> None:
        self.released_at = None
        with transaction.atomic():
            self.save(update_fields=["released_at"])
            Session.objects.filter(room=self).update(sealed=True)
