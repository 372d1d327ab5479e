"""Coming in by a link: look at it first, then take the seat, once."""

from __future__ import annotations

from datetime import timedelta

from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from interview.accounts.models import User
from interview.errors import RequestError
from interview.live.calendar import calendar_file
from interview.live.kinds import SeatKind
from interview.live.presence import find_seat, ticket_name
from interview.live.push import tell
from interview.live.room import Room
from interview.live.scorecard import Scorecard
from interview.live.seat import TICKET_DAYS, Seat
from interview.practice.session import Session


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@rate_limit(action="join_room")  # type: ignore[untyped-decorator]
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at a link takes no seat: mail programs look at links too."""
    try:
        seat = Seat.objects.invited_by(token)
        mine = find_seat(
            seat.room_id, desk=seat.at_desk, user=request.user, cookies=request.COOKIES
        )
        if mine is not None and mine.pk == seat.pk:
            return redirect("live-desk" if seat.at_desk else "live-room", seat.room_id)
        if seat.kind == SeatKind.CO and not is_somebody(request.user):
            return redirect_to_login(request.get_full_path())
        check_free(seat, request.user)
        if request.method != "POST":
            return render(request, "live/join.html", {"seat": seat, "room": seat.room})
        return sit_down(request, seat)
    except RequestError as error:
        context = {"message": error.message}
        return render(request, "live/no_entry.html", context, status=error.status)


def is_somebody(user: object) -> bool:
    return isinstance(user, User) and not user.is_guest


def check_free(seat: Seat, user: object) -> None:
    now = timezone.now()
    if seat.room.host is None:
        raise RequestError(_("This room is gone."), status=410)
    if seat.room.is_over:
        # a card that nobody waited for would seal again what stands open
        raise RequestError(_("This interview is over."), status=410)
    if seat.taken_at is not None or seat.is_expired(now):
        # the words are the seat's own; taking it in vain changes nothing
        seat.take(name="", user=None, now=now)
    taken = seat.room.seats.standing().filter(taken_at__isnull=False)
    if isinstance(user, User) and taken.filter(user=user).exists():
        message = _("You sit in this room already. Open the link in another browser.")
        raise RequestError(message, status=409)
    if seat.at_desk and seat.user is not None and seat.user != user:
        # with their own notes and ticks on its card
        message = _("This seat was another interviewer's. Ask for a link of your own.")
        raise RequestError(message, status=409)


def sit_down(request: HttpRequest, seat: Seat) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    if seat.kind == SeatKind.OBSERVER:
        user = None
    name = request.POST.get("name", "").replace("\x00", "").strip()
    if seat.kind == SeatKind.CO and user is not None:
        name = name or seat.name or user.display_name()
    seat.take(name=name, user=user, now=timezone.now())
    if seat.kind == SeatKind.CANDIDATE:
        settle_answers(request, seat, user)
    if seat.at_desk:
        Scorecard.objects.get_or_create(room=seat.room, seat=seat)
    tell(seat.room_id, "people")
    if seat.at_desk:
        return redirect("live-desk", seat.room_id)
    response = redirect("live-room", seat.room_id)
    response.set_cookie(
        ticket_name(seat.room_id),
        seat.ticket(),
        max_age=timedelta(days=TICKET_DAYS),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def settle_answers(request: HttpRequest, seat: Seat, user: User | None) -> None:
    """Settle whose the answers are, so that they are found later from where the candidate sits now.

    A guest stands for whoever has no account: the report is theirs and can be kept by signing up.
    What was written on another device under a guest's name comes along; an account keeps its own.
    """
    answers = Session.objects.filter(room=seat.room_id)
    if answers.filter(user__is_guest=False).exists():
        return
    if user is None:
        user = User.objects.create_guest(language=request.LANGUAGE_CODE)
        Seat.objects.filter(pk=seat.pk).update(user=user)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    answers.update(user=user)


@require_GET
@never_cache
def show_calendar(request: HttpRequest, token: str) -> HttpResponse:
    try:
        seat = Seat.objects.invited_by(token)
    except RequestError as error:
        context = {"message": error.message}
        return render(request, "live/no_entry.html", context, status=error.status)
    if seat.room.scheduled_at is None:
        message = _("No time is set for this interview.")
        return render(request, "live/no_entry.html", {"message": message}, status=404)
    url = request.build_absolute_uri(reverse("live-join", args=[token]))
    return calendar_response(seat.room, url)


def calendar_response(room: Room, url: str) -> HttpResponse:
    body = calendar_file(room, url=url, now=timezone.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="interview.ics"'
    return response
