"""What the two sides of a room's table see: one dictionary for the shared part, one for the desk's own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from interview.coding.room import describe_latest
from interview.live.clock import Clock
from interview.live.question import RoomQuestion
from interview.live.room import Room
from interview.live.seat import Seat
from interview.live.stages import describe_stages
from interview.practice.answer import Answer
from interview.practice.room import milliseconds
from interview.questions.models import RubricPoint
from interview.questions.stages import STAGE_AIMS, Stage

PARTS = ("stage", "chat", "people", "run")
MESSAGES = 200


def addresses(seat: Seat) -> dict[str, str]:
    """Return where this seat's page finds its parts."""
    side = "desk" if seat.at_desk else "live"
    found = {part: reverse(f"{side}-{part}", args=[seat.room_id]) for part in PARTS}
    found["socket"] = f"/ws/live/{seat.room_id}/" + ("desk/" if seat.at_desk else "")
    return found


def describe_clock(clock: Clock) -> dict[str, Any]:
    """Return a clock for a page: a deadline while it runs, else what is left."""
    deadline = clock.deadline()
    return {
        "deadline_ms": milliseconds(deadline) if deadline else "",
        "left": int(clock.left(timezone.now()).total_seconds()),
        "total": int(clock.allotted.total_seconds()),
        "spent": int(clock.spent(timezone.now()).total_seconds()),
    }


def describe_stage(seat: Seat) -> dict[str, Any]:
    """Return what everybody in the room may see of the question on the table; no rubric, no plan."""
    room = Room.objects.select_related(
        "current__version__question", "current__turn", "session"
    ).get(pk=seat.room_id)
    context: dict[str, Any] = {
        "room": room,
        "seat": seat,
        "urls": addresses(seat),
        "now_ms": milliseconds(timezone.now()),
        "whole": describe_clock(room.clock),
        "question": None,
    }
    question = room.current
    if room.is_live and question is not None and question.turn is not None:
        version, shown = question.version, question.turn.hints_shown
        coding = version.coding
        context |= {
            "question": question,
            "number": question.turn.position,
            "prompt": version.prompt(room.language),
            "hints_shown": version.hint_texts(room.language)[:shown],
            "clock": describe_clock(question.clock),
            "case_stage": describe_case_stage(question),
            "coding": coding is not None,
            "starter": coding["starter"] if coding else "",
            "visible_tests": [t for t in coding["tests"] if not t["hidden"]] if coding else [],
        }
    return context


def describe_case_stage(question: RoomQuestion) -> dict[str, Any] | None:
    """Return the stage that a design case stands at; those to come are the interviewer's to open."""
    if not question.stage:
        return None
    stage = Stage(question.stage)
    number = list(Stage).index(stage) + 1
    return {"number": number, "label": stage.label, "aim": STAGE_AIMS[stage]}


def describe_people(seat: Seat) -> dict[str, Any]:
    now = timezone.now()
    seats = Seat.objects.standing().filter(room=seat.room_id)
    return {
        "room": seat.room,
        "seat": seat,
        "urls": addresses(seat),
        "people": [
            {
                "number": other.number,
                "name": other.shown_name(),
                "kind": other.get_kind_display(),
                "here": other.is_present(now),
                "ready": other.ready_at is not None,
                "me": other.pk == seat.pk,
            }
            for other in seats
            # an empty chair is the interviewer's business only
            if other.taken_at is not None or seat.at_desk
        ],
    }


def describe_chat(seat: Seat) -> dict[str, Any]:
    newest = seat.room.messages.select_related("seat").order_by("-id")[:MESSAGES]
    return {"seat": seat, "urls": addresses(seat), "chat": list(reversed(newest))}


def describe_run(seat: Seat) -> dict[str, Any]:
    """Return the newest run of the code on the table, as everybody sees it."""
    room = Room.objects.select_related("current__version").get(pk=seat.room_id)
    context = {"room": room, "seat": seat, "urls": addresses(seat), "latest": None}
    question = room.current
    if question is None or question.turn_id is None or question.version.coding is None:
        return context
    answer = Answer.objects.get(turn=question.turn_id, sequence=0)
    return context | describe_latest(answer) | {"question": question}


def describe_plan(seat: Seat) -> dict[str, Any]:
    staged = RubricPoint.objects.filter(version=OuterRef("version")).exclude(stage="")
    questions = seat.room.questions.select_related("version__question__topic", "turn").annotate(
        is_case=Exists(staged)
    )
    language = seat.room.language
    room = Room.objects.get(pk=seat.room_id)
    now = timezone.now()
    return {
        "room": room,
        "seat": seat,
        "plan": [
            {
                "row": question,
                "key": question.version.question.key,
                "title": question.version.question.topic.name(language),
                "round": question.version.question.get_round_display(),
                "minutes": int(question.allotted.total_seconds()) // 60,
                "asked": question.turn_id is not None,
                "current": question.pk == room.current_id,
                "spent": int(question.clock.spent(now).total_seconds()) // 60,
                "is_case": question.is_case,
                "stages": describe_stages(question.turn, question.version, question.stage, now)
                if question.turn and question.pk == room.current_id
                else [],
            }
            for question in questions
        ],
    }


def describe_room(seat: Seat) -> dict[str, Any]:
    """Return everything a whole page of either side begins with."""
    return (
        describe_stage(seat)
        | {"people": describe_people(seat)["people"], "chat": describe_chat(seat)["chat"]}
        | {
            "ice_servers": settings.LIVE_ICE_SERVERS if seat.writes else [],
            "max_characters": settings.ANSWER_MAX_CHARACTERS,
        }
    )


def question_of(seat: Seat, pk: int) -> RoomQuestion | None:
    rows = RoomQuestion.objects.select_related("room", "turn", "version")
    return rows.filter(room=seat.room_id, pk=pk).first()
