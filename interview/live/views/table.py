"""The room's pages and parts that both sides of the table have; what a seat may do is decided here."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from interview.accounts.access import PersonRequest
from interview.coding.models import RunKind
from interview.coding.program import program_of
from interview.coding.starting import start_run
from interview.coding.tasks import nudge
from interview.errors import RequestError
from interview.live.access import acting, answer, changed, seated
from interview.live.document import read_texts
from interview.live.event import ChatMessage, EventKind, RoomEvent
from interview.live.kinds import SeatKind
from interview.live.push import tell
from interview.live.question import storable
from interview.live.room import Room
from interview.live.seat import Seat
from interview.live.table import (
    describe_chat,
    describe_people,
    describe_room,
    describe_run,
    describe_stage,
)

LONGEST_MESSAGE = 1000
MESSAGES_A_MINUTE = 30
# only here, and only for the page itself: every other page may use neither
CALL_POLICY = "camera=(self), microphone=(self), display-capture=()"


@require_GET
@seated
def show_room(request: PersonRequest, seat: Seat) -> HttpResponse:
    room = seat.room
    if room.is_over:
        owner = room.session.user_id if room.session else None
        context = {"seat": seat, "room": room, "finds_answers": owner == request.user.pk}
        return render(request, "live/over.html", context)
    template = "live/table.html" if room.is_live else "live/lobby.html"
    response = render(request, template, describe_room(seat))
    if seat.writes:
        response["Permissions-Policy"] = CALL_POLICY
    return response


@require_GET
@seated
def show_stage(request: PersonRequest, seat: Seat) -> HttpResponse:
    return render(
        request, "live/_stage.html", describe_stage(seat) | {"fragment": seat.room.is_live}
    )


@require_GET
@seated
def show_people(request: PersonRequest, seat: Seat) -> HttpResponse:
    return render(request, "live/_people.html", describe_people(seat))


@seated
@acting
def chat(request: PersonRequest, seat: Seat) -> HttpResponse:
    if request.method != "POST":
        return render(request, "live/_chat.html", describe_chat(seat))
    if seat.kind == SeatKind.OBSERVER or not seat.room.is_live:
        raise Http404
    text = request.POST.get("text", "").replace("\x00", "").strip()[:LONGEST_MESSAGE]
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    recent = ChatMessage.objects.filter(room=seat.room, seat=seat, at__gt=a_minute_ago)
    if recent.count() >= MESSAGES_A_MINUTE:
        raise RequestError(_("That was a lot of messages in a minute. Wait a moment, then go on."))
    if text:
        ChatMessage.objects.create(room=seat.room, seat=seat, text=text)
        seat.room.touch()
        tell(seat.room_id, "chat")
    return render(request, "live/_chat.html", describe_chat(seat))


@seated
@acting
def run(request: PersonRequest, seat: Seat) -> HttpResponse:
    """Run the shared code; both sides see what comes out."""
    if request.method != "POST":
        return render(request, "live/_run.html", describe_run(seat))
    room = Room.objects.select_related("current__version", "current__turn").get(pk=seat.room_id)
    question = room.current
    if not seat.writes or not room.is_live or question is None or question.version.coding is None:
        raise Http404
    now = timezone.now()
    written = question.answer()
    program = program_of(written)
    code = storable(read_texts(room).get(question.code_name, ""))
    program.save_draft(code, revision=program.revision, now=now)
    kind = RunKind.SUBMIT if request.POST.get("kind") == RunKind.SUBMIT else RunKind.RUN
    started = start_run(program, kind=kind, calls=[], now=now)
    nudge(started.pk)
    RoomEvent.objects.create(room=room, kind=EventKind.RUN, seat=seat, question=question, at=now)
    room.touch()
    tell(room.pk, "run")
    return render(request, "live/_run.html", describe_run(seat))


@require_POST
@seated
@acting
def get_ready(request: PersonRequest, seat: Seat) -> HttpResponse:
    Seat.objects.filter(pk=seat.pk, ready_at__isnull=True).update(ready_at=timezone.now())
    tell(seat.room_id, "people")
    return answer(request, seat, "people")


__all__ = ["changed", "chat", "get_ready", "run", "show_people", "show_room", "show_stage"]
