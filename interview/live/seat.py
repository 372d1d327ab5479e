"""A seat in a room: one person, let in by one link that works once, or by their login."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t

from interview.accounts.models import User
from interview.errors import RequestError
from interview.live.kinds import DESK, WRITERS, SeatKind
from interview.live.room import Room

LINK_SALT = "rehearsal.live.link"
TICKET_SALT = "rehearsal.live.seat"
# who takes their seat as soon as the link comes may be weeks early
TICKET_DAYS = 60
PRESENT = timedelta(seconds=40)


class SeatQuerySet(models.QuerySet["Seat"]):
    def standing(self) -> SeatQuerySet:
        return self.filter(revoked_at__isnull=True)

    def at_desk_of(self, user: User) -> SeatQuerySet:
        """Return the desk seats this person sits in; one with a new link waits for whoever opens it."""
        return self.standing().filter(user=user, kind__in=DESK, taken_at__isnull=False)

    def invited_by(self, token: str) -> Seat:
        """Return the seat this link is for; RequestError says in words why it opens none."""
        try:
            pk, nonce = signing.loads(token, salt=LINK_SALT)
        except (signing.BadSignature, ValueError, TypeError) as error:
            message = _t("This link is not valid. Copy the whole link, or ask for a new one.")
            raise RequestError(message, status=404) from error
        seat = self.select_related("room__host").filter(pk=pk).first()
        if seat is None:
            raise RequestError(_t("This room is gone."), status=410)
        if seat.revoked_at is not None or str(seat.nonce) != nonce:
            message = _t("This link was taken back. Ask the interviewer for a new one.")
            raise RequestError(message, status=410)
        return seat

    def holding(self, ticket: str, room: uuid.UUID) -> Seat | None:
        """Return the seat in this room that the browser's signed cookie stands for."""
        try:
            pk, secret = signing.loads(
                ticket, salt=TICKET_SALT, max_age=timedelta(days=TICKET_DAYS)
            )
        except (signing.BadSignature, ValueError, TypeError):
            return None
        seats = self.standing().select_related("room")
        return seats.filter(pk=pk, room=room, secret=secret, taken_at__isnull=False).first()


class Seat(models.Model):
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="seats")
    kind = models.CharField(max_length=10, choices=SeatKind)
    # colours and carets follow the number
    number = models.PositiveSmallIntegerField()
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="seats"
    )
    name = models.CharField(max_length=60, blank=True)
    # in the link; a new link makes the old one worthless
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    # in the cookie of whoever took the seat
    secret = models.UUIDField(default=uuid.uuid4, editable=False)
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["room", "number"]
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="seat_number"),
            models.UniqueConstraint(
                fields=["room", "kind"],
                condition=Q(kind__in=["host", "candidate"], revoked_at__isnull=True),
                name="seat_one_host_one_candidate",
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"

    @property
    def at_desk(self) -> bool:
        return self.kind in DESK

    @property
    def writes(self) -> bool:
        return self.kind in WRITERS

    def shown_name(self) -> str:
        return self.name or str(SeatKind(self.kind).label)

    def is_expired(self, now: datetime) -> bool:
        return self.taken_at is None and now >= self.expires_at

    def is_present(self, now: datetime) -> bool:
        return self.last_seen_at is not None and now - self.last_seen_at < PRESENT

    def token(self) -> str:
        return signing.dumps([self.pk, str(self.nonce)], salt=LINK_SALT)

    def ticket(self) -> str:
        return signing.dumps([self.pk, str(self.secret)], salt=TICKET_SALT)

    def take(self, *, name: str, user: User | None, now: datetime) -> None:
        """Sit down, once; RequestError when the link is used up, too old or taken back."""
        if self.is_expired(now):
            message = _t("This link is too old. Ask the interviewer for a new one.")
            raise RequestError(message, status=410)
        free = Seat.objects.standing().filter(pk=self.pk, nonce=self.nonce, taken_at__isnull=True)
        secret = uuid.uuid4()
        name = name.strip()[:60] or self.name
        if not free.update(taken_at=now, user=user, name=name, secret=secret):
            message = _t(
                "This link was used already, and it works once. "
                "If that was not you, ask the interviewer for a new one."
            )
            raise RequestError(message, status=410)
        self.refresh_from_db()

    def renew(self, *, expires_at: datetime) -> None:
        """Make a new link; the old link and the old cookie open nothing any more."""
        Seat.objects.filter(pk=self.pk).update(
            nonce=uuid.uuid4(), secret=uuid.uuid4(), expires_at=expires_at,
            taken_at=None, ready_at=None, last_seen_at=None,
        )  # fmt: skip
        self.refresh_from_db()

    def revoke(self, now: datetime) -> None:
        Seat.objects.filter(pk=self.pk, revoked_at__isnull=True).update(
            revoked_at=now, secret=uuid.uuid4(), last_seen_at=None
        )
        self.refresh_from_db()
