"""An interviewer's own scorecard: saved as it is filled in, ticked as things are said, handed in once."""

from __future__ import annotations

import json

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interview.accounts.access import PersonRequest
from interview.errors import RequestError
from interview.live.access import acting, seated
from interview.live.guide import describe_guide
from interview.live.push import tell
from interview.live.scorecard import Marker, StaleCard, Tick, TickState
from interview.live.seat import Seat
from interview.live.views.desk import card_of, describe_card, question_or_404

LARGEST_CARD = 100_000


@require_POST
@seated
def save(request: PersonRequest, seat: Seat) -> HttpResponse:
    try:
        if len(request.body) > LARGEST_CARD:
            raise RequestError(_("This text is too long."), status=413)
        try:
            fields = json.loads(request.body)
            revision = int(fields["revision"])
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            message = _("This page is out of step with the server. Reload it.")
            raise RequestError(message) from error
        revision = card_of(seat).save_draft(fields, revision=revision, now=timezone.now())
    except StaleCard as stale:
        newer = {"error": "stale", "message": stale.message, "revision": stale.revision}
        return JsonResponse(newer, status=409)
    except RequestError as error:
        kind = "closed" if error.status == 410 else "refused"
        return JsonResponse({"error": kind, "message": error.message}, status=error.status)
    return JsonResponse({"revision": revision})


@require_POST
@seated
@acting
def tick(request: PersonRequest, seat: Seat, question: int, point: int) -> HttpResponse:
    """Note what was said of a point, with the moment; the same state again takes it back."""
    row = question_or_404(seat, question)
    rubric_point = row.version.points.filter(pk=point).first()
    state = request.POST.get("state", "")
    card = card_of(seat)
    if rubric_point is None or row.turn_id is None or state not in ("", *TickState.values):
        raise Http404
    if card.is_in:
        raise RequestError(_("This scorecard is handed in."), status=410)
    words = request.POST.get("words", "").replace("\x00", "").strip()[:500]
    known = Tick.objects.filter(scorecard=card, question=row, point=rubric_point)
    before = known.first()
    if state == "" or (before and before.state == state and before.words == words):
        known.delete()
    elif before and before.state == state:
        known.update(words=words)
    else:
        Tick.objects.update_or_create(
            scorecard=card, question=row, point=rubric_point,
            defaults={"state": state, "words": words, "at": timezone.now()},
        )  # fmt: skip
    tell(seat.room_id, "card", seat=seat.pk)
    if not request.htmx:  # pressed before the page's scripts were there
        return redirect("live-desk", seat.room_id)
    return render(request, "live/_guide.html", describe_guide(seat, card))


@require_POST
@seated
@acting
def mark(request: PersonRequest, seat: Seat) -> HttpResponse:
    card = card_of(seat)
    if not seat.room.is_live:
        raise RequestError(_("Moments are marked while the interview runs."), status=409)
    text = request.POST.get("text", "").replace("\x00", "").strip()[:300]
    Marker.objects.create(scorecard=card, at=timezone.now(), text=text)
    return render(
        request, "live/_markers.html", describe_card(card) | {"seat": seat, "room": seat.room}
    )


@require_POST
@seated
@acting
def submit(request: PersonRequest, seat: Seat) -> HttpResponse:
    card_of(seat).submit(timezone.now())
    return redirect("live-compare", seat.room_id)
