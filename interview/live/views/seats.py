"""Links for others: made, renewed and taken back by the room's host."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interview.accounts.access import PersonRequest
from interview.errors import RequestError
from interview.live.access import acting, seated
from interview.live.kinds import SeatKind
from interview.live.opening import add_seat
from interview.live.push import show_out, tell
from interview.live.seat import Seat
from interview.live.views.hosting import host_only

MOST_SEATS = 12


@require_POST
@seated
@acting
def add(request: PersonRequest, seat: Seat) -> HttpResponse:
    host_only(seat)
    kind = request.POST.get("kind", "")
    if kind not in (SeatKind.OBSERVER, SeatKind.CO, SeatKind.CANDIDATE) or seat.room.is_over:
        raise Http404
    if seat.room.seats.standing().count() >= MOST_SEATS:
        raise RequestError(_("This room has as many seats as it can hold."))
    if kind == SeatKind.CANDIDATE and seat.room.candidate() is not None:
        raise RequestError(_("This room has a candidate already."))
    add_seat(
        seat.room,
        SeatKind(kind),
        name=request.POST.get("name", "").replace("\x00", ""),
        now=timezone.now(),
    )
    return redirect("live-desk", seat.room_id)


@require_POST
@seated
@acting
def renew(request: PersonRequest, seat: Seat, other: int) -> HttpResponse:
    """Make a new link; whoever came by the old one is shown out."""
    row = other_or_404(seat, other)
    row.renew(expires_at=timezone.now() + timedelta(hours=settings.LIVE_LINK_HOURS))
    show_out(seat.room_id, row.pk)
    tell(seat.room_id, "people")
    return redirect("live-desk", seat.room_id)


@require_POST
@seated
@acting
def revoke(request: PersonRequest, seat: Seat, other: int) -> HttpResponse:
    row = other_or_404(seat, other)
    row.revoke(timezone.now())
    show_out(seat.room_id, row.pk)
    tell(seat.room_id, "people")
    return redirect("live-desk", seat.room_id)


def other_or_404(seat: Seat, pk: int) -> Seat:
    host_only(seat)
    row = Seat.objects.standing().filter(room=seat.room_id, pk=pk).first()
    if row is None or row.kind == SeatKind.HOST:
        raise Http404
    return row
