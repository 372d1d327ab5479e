"""The interviewer's side: everything here needs a login that has a seat at this room's desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from interview.accounts.access import PersonRequest
from interview.errors import RequestError
from interview.live.access import acting, answer, seated
from interview.live.ending import let_arrive
from interview.live.forms import AppointmentForm, meeting_field
from interview.live.guide import describe_guide
from interview.live.kinds import SeatKind
from interview.live.push import tell
from interview.live.question import RoomQuestion
from interview.live.room import EndedBy, Room
from interview.live.scorecard import Recommendation, Scorecard, SkillLevel
from interview.live.seat import Seat
from interview.live.table import describe_plan, describe_room, question_of
from interview.live.views.joining import calendar_response
from interview.live.views.rooms import list_bank
from interview.live.views.table import CALL_POLICY
from interview.questions.models import Dimension

MOST_MINUTES = 60


def card_of(seat: Seat) -> Scorecard:
    card, _made = Scorecard.objects.get_or_create(seat=seat, defaults={"room": seat.room})
    card.seat = seat
    return card


@require_GET
@seated
def show_desk(request: PersonRequest, seat: Seat) -> HttpResponse:
    return show_desk_with(request, seat, AppointmentForm(initial=describe_appointment(seat.room)))


def describe_appointment(room: Room) -> dict[str, Any]:
    """Return the appointment as its form has it: by the clock of the place it was made for."""
    if room.scheduled_at is None:
        return {"time_zone": room.time_zone}
    there = room.scheduled_at.astimezone(ZoneInfo(room.time_zone))
    return {"date": there.date(), "time": there.time(), "time_zone": room.time_zone}


def show_desk_with(
    request: PersonRequest, seat: Seat, appointment: AppointmentForm, *, status: int = 200
) -> HttpResponse:
    card = card_of(seat)
    context = describe_room(seat) | describe_plan(seat) | describe_card(card)
    context |= {"room": seat.room, "links": describe_links(request, seat)}
    context["appointment"] = appointment
    context["bank"] = list_bank(request) if not seat.room.is_over else []
    if seat.room.is_live:
        context |= describe_guide(seat, card)
    if seat.room.is_over:
        context["waited_for"] = list(seat.room.open_cards().select_related("seat"))
    response = render(request, "live/desk.html", context, status=status)
    response["Permissions-Policy"] = CALL_POLICY
    return response


def describe_card(card: Scorecard) -> dict[str, Any]:
    return {
        "card": card,
        "dimensions": [
            {"key": d.value, "label": d.label, "level": card.levels.get(d.value, "")}
            for d in Dimension
        ],
        "levels": SkillLevel.choices,
        "recommendations": Recommendation.choices,
        "markers": list(card.markers.all()),
    }


def describe_links(request: PersonRequest, seat: Seat) -> list[dict[str, Any]]:
    """Return every seat with its link; only the room's host hands them out."""
    if seat.kind != SeatKind.HOST:
        return []
    now = timezone.now()
    return [
        {
            "seat": other,
            "url": request.build_absolute_uri(reverse("live-join", args=[other.token()])),
            "calendar": reverse("live-calendar", args=[other.token()]),
            "expired": other.is_expired(now),
        }
        for other in Seat.objects.standing().filter(room=seat.room_id)
        if other.kind != SeatKind.HOST
    ]


@require_GET
@seated
def show_guide(request: PersonRequest, seat: Seat) -> HttpResponse:
    return render(request, "live/_guide.html", describe_guide(seat, card_of(seat)))


@require_GET
@seated
def show_plan(request: PersonRequest, seat: Seat) -> HttpResponse:
    return render(request, "live/_plan.html", describe_plan(seat))


@require_GET
@seated
def show_own_calendar(request: PersonRequest, seat: Seat) -> HttpResponse:
    if seat.room.scheduled_at is None:
        raise Http404
    url = request.build_absolute_uri(reverse("live-desk", args=[seat.room_id]))
    return calendar_response(seat.room, url)


@require_POST
@seated
@acting
def start(request: PersonRequest, seat: Seat) -> HttpResponse:
    seat.room.start(timezone.now())
    tell(seat.room_id, "stage")
    return redirect("live-desk", seat.room_id)


@require_POST
@seated
@acting
def turn_clock(request: PersonRequest, seat: Seat) -> HttpResponse:
    now = timezone.now()
    if seat.room.clock.running:
        seat.room.pause(now)
    else:
        seat.room.resume(now)
    tell(seat.room_id, "stage")
    return answer(request, seat, "stage")


@require_POST
@seated
@acting
def extend(request: PersonRequest, seat: Seat) -> HttpResponse:
    minutes = request.POST.get("minutes", "")
    known = minutes.isascii() and minutes.isdecimal() and len(minutes) < 4
    if not (known and 0 < int(minutes) <= MOST_MINUTES):
        raise RequestError(_("Add between 1 and 60 minutes."))
    by = timedelta(minutes=int(minutes))
    seat.room.extend(by, question=request.POST.get("of") == "question", now=timezone.now())
    tell(seat.room_id, "stage")
    return answer(request, seat, "stage")


@require_POST
@seated
@acting
def set_meeting(request: PersonRequest, seat: Seat) -> HttpResponse:
    try:
        url = meeting_field().clean(request.POST.get("meeting_url", ""))
    except ValidationError as error:
        raise RequestError(_("Paste a whole https:// address.")) from error
    Room.objects.filter(pk=seat.room_id).update(meeting_url=url)
    tell(seat.room_id, "stage")
    return answer(request, seat, "stage")


@require_POST
@seated
@acting
def end(request: PersonRequest, seat: Seat) -> HttpResponse:
    if seat.room.is_live:
        let_arrive([seat.room_id])
        seat.room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
        tell(seat.room_id, "end")
    return redirect("live-desk", seat.room_id)


def question_or_404(seat: Seat, pk: int) -> RoomQuestion:
    question = question_of(seat, pk)
    if question is None:
        raise Http404
    return question
