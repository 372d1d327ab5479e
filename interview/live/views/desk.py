"""The interviewer's side: everything here needs a login that has a seat at this room's desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
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
from interview.live.forms import check_meeting_url
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
    card = card_of(seat)
    context = describe_room(seat) | describe_plan(seat) | describe_card(card)
    context |= {"room": seat.room, "links": describe_links(request, seat)}
    context["bank"] = list_bank(request) if not seat.room.is_over else []
    if seat.room.is_live:
        context |= describe_guide(seat, card)
    response = render(request, "live/desk.html", context)
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
    if not (minutes.isascii() and minutes.isdecimal() and 0 < int(minutes) <= MOST_MINUTES):
        raise RequestError(_("Add between 1 and 60 minutes."))
    by = timedelta(minutes=int(minutes))
    seat.room.extend(by, question=request.POST.get("of") == "question", now=timezone.now())
    tell(seat.room_id, "stage")
    return answer(request, seat, "stage")


@require_POST
@seated
@acting
def set_meeting(request: PersonRequest, seat: Seat) -> HttpResponse:
    url = request.POST.get("meeting_url", "").strip()[:500]
    try:
        check_meeting_url(url)
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


def host_only(seat: Seat) -> None:
    if seat.kind != SeatKind.HOST:
        raise Http404


def question_or_404(seat: Seat, pk: int) -> RoomQuestion:
    question = question_of(seat, pk)
    if question is None:
        raise Http404
    return question
