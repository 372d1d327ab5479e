"""Playback: what was written and what happened, moment by moment, for those who interviewed."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from interview.accounts.access import PersonRequest
from interview.live.access import seated
from interview.live.scorecard import Scorecard
from interview.live.seat import Seat
from interview.live.views.desk import card_of
from interview.practice.beginning import stages_of
from interview.practice.room import milliseconds
from interview.questions.models import Round
from interview.questions.stages import Stage


@require_GET
@seated
def show_playback(request: PersonRequest, seat: Seat) -> HttpResponse:
    drawn = seat.room.questions.filter(
        turn__isnull=False, version__question__round=Round.SYSTEM_DESIGN
    )
    context = {"room": seat.room, "seat": seat, "has_board": drawn.exists()}
    return render(request, "live/playback.html", context)


@require_GET
@seated
def send_recording(request: PersonRequest, seat: Seat) -> HttpResponse:
    """Everything there is, in the order it happened; of the ticks only this interviewer's own."""
    return JsonResponse(describe_recording(seat, card_of(seat)))


def describe_recording(seat: Seat, card: Scorecard) -> dict[str, Any]:
    room = seat.room
    language = room.language
    numbers = dict(room.seats.values_list("pk", "number"))
    return {
        "started": milliseconds(room.started_at) if room.started_at else 0,
        "ended": milliseconds(room.ended_at) if room.ended_at else 0,
        "people": [
            {"number": other.number, "name": other.shown_name(), "kind": other.get_kind_display()}
            for other in room.seats.all()
        ],
        "questions": [
            {
                "id": question.pk,
                "key": question.version.question.key,
                "title": question.version.question.topic.name(language),
                "prompt": question.version.prompt(language),
                "coding": question.version.coding is not None,
                "board": question.board_name,
                "stages": {
                    stage: Stage(stage).label
                    for stage in (stages_of(question.version) if question.stage else [])
                },
            }
            for question in room.questions.filter(turn__isnull=False).select_related(
                "version__question__topic"
            )
        ],
        "updates": [
            {
                "at": milliseconds(at),
                "seat": numbers.get(seat_id, -1),
                "late": late,
                "data": base64.b64encode(bytes(data)).decode(),
            }
            for at, seat_id, late, data in room.updates.order_by("number").values_list(
                "at", "seat_id", "late", "data"
            )
        ],
        "events": [
            {
                "at": milliseconds(event.at),
                "kind": event.kind,
                "label": event.get_kind_display(),
                "seat": numbers.get(event.seat_id, -1) if event.seat_id else -1,
                "question": event.question_id,
                "amount": event.amount,
            }
            for event in room.events.all()
        ],
        "messages": [
            {
                "at": milliseconds(message.at),
                "seat": numbers.get(message.seat_id, -1) if message.seat_id else -1,
                "text": message.text,
            }
            for message in room.messages.all()
        ],
        "ticks": [
            {
                "at": milliseconds(tick.at),
                "question": tick.question_id,
                "point": tick.point.text(language),
                "state": tick.get_state_display(),
                "words": tick.words,
            }
            for tick in card.ticks.select_related("point")
        ],
        "markers": [
            {"at": milliseconds(marker.at), "text": marker.text} for marker in card.markers.all()
        ],
    }
