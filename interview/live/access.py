"""Who may come in to a room's pages: by the seat's cookie, or at the desk by login; else 404."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from interview.accounts.access import PersonRequest
from interview.errors import RequestError
from interview.live.presence import find_seat
from interview.live.seat import Seat

P = ParamSpec("P")
SeatView = Callable[Concatenate[PersonRequest, Seat, P], HttpResponse]


def seated(view: SeatView[P]) -> Callable[..., HttpResponse]:
    """Give the view the seat that this browser has in the room, on the side the URL names."""

    @wraps(view)
    @never_cache
    def decide(request: HttpRequest, room: UUID, desk: bool = False, **kwargs: Any) -> HttpResponse:
        seat = find_seat(room, desk=desk, user=request.user, cookies=request.COOKIES)
        if seat is None:
            if desk and not request.user.is_authenticated and request.method == "GET":
                return redirect_to_login(request.get_full_path())
            raise Http404
        return view(request, seat, **kwargs)  # type: ignore[arg-type, call-arg]

    return decide


def acting(view: SeatView[P]) -> SeatView[P]:
    """Say what was refused in words, beside the button; nothing on the page is lost."""

    @wraps(view)
    def act(
        request: PersonRequest, seat: Seat, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        try:
            return view(request, seat, *args, **kwargs)
        except RequestError as error:
            if request.htmx:
                return changed(said=error.message)
            messages.error(request, error.message)
            return redirect(home_of(seat))

    return act


def home_of(seat: Seat) -> Any:
    """Return where this seat's page is."""
    return redirect("live-desk" if seat.at_desk else "live-room", seat.room_id).url


def changed(*what: str, said: str = "") -> HttpResponse:
    """Return an empty answer that tells the page which of its parts to fetch again."""
    events: dict[str, Any] = {f"live:{name}": {} for name in what}
    if said:
        events["live:said"] = {"message": said}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(events)})


def answer(request: PersonRequest, seat: Seat, *what: str) -> HttpResponse:
    return changed(*what) if request.htmx else redirect(home_of(seat))
