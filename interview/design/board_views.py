"""Saving a whiteboard, and going back to an earlier version of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from interview.accounts.access import PersonRequest, person_required
from interview.design.board import Board, BoardVersion, board_of
from interview.design.elements import write_board
from interview.errors import RequestError
from interview.practice.answer import StaleDraft
from interview.practice.room import describe_clock
from interview.practice.turn import Turn
from interview.practice.views import revision_of
from interview.questions.models import Round


@require_POST
@never_cache
@person_required
def save_board(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    board = board_or_404(request, session, position)
    text = request.POST.get("text", "")
    try:
        board.save_draft(text, revision=revision_of(request), now=timezone.now())
    except StaleDraft as stale:
        message = _("A newer version of this whiteboard was saved in another tab or device.")
        newer = {"error": "stale", "revision": stale.revision, "text": stale.text}
        return JsonResponse(newer | {"message": message}, status=409)
    except RequestError as error:
        kind = "closed" if error.status == 410 else "refused"
        return JsonResponse({"error": kind, "message": error.message}, status=error.status)
    return JsonResponse({"revision": board.revision} | describe_clock(board.turn))


@require_POST
@person_required
def restore_version(
    request: PersonRequest, session: UUID, position: int, version: int
) -> HttpResponse:
    """Put an earlier version back as the newest; what stood there stays a version too."""
    board = board_or_404(request, session, position)
    earlier = get_object_or_404(BoardVersion, board=board, pk=version)
    try:
        board.save_draft(
            write_board(earlier.elements), revision=board.revision, now=timezone.now(), apart=True
        )
    except RequestError as error:
        messages.warning(request, error.message)
    else:
        messages.info(request, _("The earlier whiteboard was put back."))
    return redirect("practice-turn", session, position)


def board_or_404(request: PersonRequest, session: UUID, position: int) -> Board:
    turns = Turn.objects.visible_to(request.user).select_related("session")
    turn = get_object_or_404(
        turns.filter(session__round=Round.SYSTEM_DESIGN), session=session, position=position
    )
    return board_of(turn)
