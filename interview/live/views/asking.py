"""What an interviewer asks: questions from the plan, a case's stages, its facts, the hints."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interview.accounts.access import PersonRequest
from interview.errors import RequestError
from interview.live.access import acting, answer, seated
from interview.live.event import ChatMessage
from interview.live.opening import add_questions, pickable
from interview.live.presence import tell_desk
from interview.live.push import tell
from interview.live.seat import Seat
from interview.live.stages import note_told, take_back_told
from interview.live.views.desk import question_or_404
from interview.practice.beginning import stages_of


@require_POST
@seated
@acting
def push(request: PersonRequest, seat: Seat, question: int) -> HttpResponse:
    question_or_404(seat, question).push(timezone.now())
    tell(seat.room_id, "stage")
    return answer(request, seat, "stage", "plan", "run")


@require_POST
@seated
@acting
def move(request: PersonRequest, seat: Seat, question: int, stage: str) -> HttpResponse:
    """Go to a stage of the case on the table."""
    row = question_or_404(seat, question)
    if stage not in stages_of(row.version):
        raise Http404
    row.move_to(stage, timezone.now())
    tell(seat.room_id, "stage")
    return answer(request, seat, "stage", "plan")


@require_POST
@seated
@acting
def tell_fact(request: PersonRequest, seat: Seat, question: int, fact: str) -> HttpResponse:
    """Note that the candidate asked for a fact, so that the report knows; tell it in the chat.

    What was told aloud is only noted; what was noted by mistake is taken back.
    """
    row = question_or_404(seat, question)
    found = next((one for one in row.version.facts if one["id"] == fact), None)
    if found is None or row.turn is None or not row.stage or not seat.room.is_live:
        raise Http404
    now = timezone.now()
    how = request.POST.get("how", "")
    if how == "not_asked":
        take_back_told(row.turn, found["id"])
    else:
        text = note_told(row.turn, row.stage, found, now)
        if how != "aloud":
            ChatMessage.objects.create(room=seat.room, seat=seat, at=now, text=text)
            seat.room.touch()
            tell(seat.room_id, "chat")
    tell_desk(seat.room_id, "card")
    return answer(request, seat, "chat", "card")


@require_POST
@seated
@acting
def show_hint(request: PersonRequest, seat: Seat, question: int) -> HttpResponse:
    after = request.POST.get("after", "")
    if after.isascii() and after.isdecimal() and len(after) < 4:
        question_or_404(seat, question).show_hint(int(after), timezone.now())
        tell(seat.room_id, "stage")
    return answer(request, seat, "stage")


@require_POST
@seated
@acting
def add(request: PersonRequest, seat: Seat) -> HttpResponse:
    """Put a question into the plan as the interview goes."""
    keys = request.POST.get("keys", "").replace("\x00", "").replace(",", " ").split()
    found = list(pickable().filter(key__in=keys[:20]))
    if not found:
        raise RequestError(_("There is no such question. Choose one from the list."))
    add_questions(seat.room, found)
    tell_desk(seat.room_id, "plan")
    return answer(request, seat, "plan")
