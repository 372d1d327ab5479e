"""What only the one who leads a room decides: the appointment, what the candidate sees of it, deleting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interview.accounts.access import PersonRequest
from interview.errors import RequestError
from interview.live.access import acting, seated
from interview.live.forms import AppointmentForm
from interview.live.kinds import SeatKind
from interview.live.push import tell
from interview.live.room import Room
from interview.live.seat import Seat
from interview.live.views.desk import show_desk_with


def host_only(seat: Seat) -> None:
    if seat.kind != SeatKind.HOST:
        raise Http404


@require_POST
@seated
@acting
def schedule(request: PersonRequest, seat: Seat) -> HttpResponse:
    host_only(seat)
    form = AppointmentForm(request.POST)
    if not form.is_valid():
        return show_desk_with(request, seat, form, status=422)
    when, zone = form.cleaned_data["scheduled_at"], form.cleaned_data["time_zone"]
    seat.room.schedule(when, time_zone=zone, now=timezone.now())
    tell(seat.room_id, "stage")
    messages.success(request, _("The appointment is changed. Send the new calendar file around."))
    return redirect("live-desk", seat.room_id)


@require_POST
@seated
@acting
def release(request: PersonRequest, seat: Seat) -> HttpResponse:
    host_only(seat)
    if request.POST.get("take_back"):
        seat.room.take_back()
        messages.success(request, _("The candidate sees the report no more."))
    else:
        seat.room.release(
            grades=bool(request.POST.get("grades")),
            levels=bool(request.POST.get("levels")),
            message=request.POST.get("message", ""),
            now=timezone.now(),
        )
        messages.success(request, _("The candidate sees the report as you chose."))
    return redirect("live-desk", seat.room_id)


@require_POST
@seated
@acting
def delete(request: PersonRequest, seat: Seat) -> HttpResponse:
    """Delete the recording, the notes and the scorecards; the candidate keeps their own answers."""
    host_only(seat)
    if seat.room.is_live:
        # what the candidate wrote is handed in by the end only
        raise RequestError(_("End the interview first."), status=409)
    if request.POST.get("confirm") != "delete":
        raise RequestError(_("Tick the box to confirm that everything may be deleted."))
    tell(seat.room_id, "end")
    Room.objects.get(pk=seat.room_id).delete()
    messages.success(request, _("The room and everything recorded in it are deleted."))
    return redirect("live-rooms")
