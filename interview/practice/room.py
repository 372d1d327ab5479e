"""What the practice room shows: one dictionary for the template, one for the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from interview.practice.answer import Answer, AnswerState
from interview.practice.session import Mode
from interview.practice.turn import Turn
from interview.questions.stages import Stage

# What a round's own slice adds to the room, by the round's name; filled in when it is loaded.
ROUND_PARTS: dict[str, Callable[[Turn, Answer], dict[str, Any]]] = {}


class Clock(TypedDict):
    """Server times in milliseconds since 1970; a deadline is null while the clock rests."""

    now_ms: int
    question_deadline_ms: int | None
    session_deadline_ms: int | None
    paused: bool
    grace_ms: int


def describe_clock(turn: Turn) -> Clock:
    resting = turn.session.paused_at is not None
    return {
        "now_ms": milliseconds(timezone.now()),
        "question_deadline_ms": milliseconds(turn.deadline) if turn.deadline else None,
        "session_deadline_ms": None if resting else milliseconds(turn.session.deadline),
        "paused": resting,
        "grace_ms": settings.DEADLINE_GRACE_SECONDS * 1000,
    }


def describe_room(turn: Turn, answer: Answer) -> dict[str, Any]:
    session, version = turn.session, turn.version
    turns = describe_map(turn)
    hints = version.hint_texts(session.language)
    paused = session.paused_at is not None and answer.is_open
    place = [session.pk, turn.position]
    feedback = ""
    if session.mode == Mode.STUDY and not answer.is_open:
        feedback = reverse("report-turn", args=place)
    return {
        "session": session,
        "turn": turn,
        "turns": turns,
        "open_left": sum(entry["state"] in ("open", "skipped") for entry in turns),
        "previous_url": turns[turn.position - 2]["url"] if turn.position > 1 else "",
        "next_url": turns[turn.position]["url"] if turn.position < len(turns) else "",
        "answer": answer,
        "prompt": version.prompt(session.language),
        "hints_shown": hints[: turn.hints_shown],
        "hints_left": len(hints) - turn.hints_shown,
        "next_hint_cost": hints[turn.hints_shown]["cost"] if turn.hints_shown < len(hints) else 0,
        "hints_after": turn.hints_shown,
        "feedback_url": feedback,
        "room_url": reverse("practice-turn", args=place),
        "draft_url": reverse("practice-draft", args=place),
        "submit_url": reverse("practice-submit", args=place),
        "resume_url": reverse("practice-resume", args=[session.pk]),
        "hint_url": reverse("practice-hint", args=place),
        "draft_key": f"{session.pk}/{turn.position}",
        "paused": paused,
        "clock": describe_clock(turn),
        "clock_total": turn.allotted_seconds,
        "remaining_seconds": turn.remaining_seconds(),
        "next_step_url": reverse("practice-next", args=place),
        "dictation_url": dictation_url(),
        "dictation_host": settings.DICTATION_HOST,
        "max_characters": settings.ANSWER_MAX_CHARACTERS,
    } | (ROUND_PARTS[session.round](turn, answer) if session.round in ROUND_PARTS else {})


def describe_follow_up_clock(follow_up: Answer) -> Clock:
    """The follow-up's own time; the session's rests meanwhile, or runs on beside it."""
    clock = describe_clock(follow_up.turn)
    deadline = follow_up.deadline
    return clock | {
        "question_deadline_ms": milliseconds(deadline) if deadline else None,
        "session_deadline_ms": clock["session_deadline_ms"],
        "paused": False,
    }


def describe_follow_up(follow_up: Answer) -> dict[str, Any]:
    """Return the context of ``practice/follow_up.html``; the asked point must be loaded."""
    turn = follow_up.turn
    session, point = turn.session, follow_up.asked_point
    place = [session.pk, turn.position, follow_up.sequence]
    opened, deadline = follow_up.opened_at, follow_up.deadline
    total = int((deadline - opened).total_seconds()) if opened and deadline else 0
    given = Answer.objects.to_questions().filter(turn=turn, stage=follow_up.stage)
    return {
        "session": session,
        "turn": turn,
        "turns": describe_map(turn),
        "answer": follow_up,
        "given": given.order_by("-sequence").first(),
        "question": turn.version.prompt(session.language),
        "prompt": point.probe(session.language) if point else "",
        "stage_label": Stage(follow_up.stage).label if follow_up.stage else "",
        "clock_rests": session.paused_at is not None,
        "clock": describe_follow_up_clock(follow_up),
        "clock_total": total,
        "remaining_seconds": total,
        "max_characters": settings.ANSWER_MAX_CHARACTERS,
        "draft_key": "/".join(map(str, place)),
        "draft_url": reverse("practice-follow-up-draft", args=place),
        "submit_url": reverse("practice-follow-up-submit", args=place),
        "dictation_url": dictation_url(),
        "dictation_host": settings.DICTATION_HOST,
    }


def dictation_url() -> str:
    """Return where recordings are written down; empty where no endpoint is configured for it."""
    return reverse("dictate") if settings.DICTATION_ON else ""


def describe_map(current: Turn) -> list[dict[str, Any]]:
    """Return a small map of the session: one entry a question, with what has become of it."""
    session = current.session
    turns = session.turns.prefetch_related("answers").select_related("version__question__topic")
    return [
        {
            "number": turn.position,
            "url": reverse("practice-turn", args=[session.pk, turn.position]),
            "title": turn.version.question.topic.name(session.language),
            "state": map_state(turn),
            "flagged": turn.flagged,
            "current": turn.pk == current.pk,
        }
        for turn in turns
    ]


def map_state(turn: Turn) -> str:
    answer = turn.answers.all()[0]
    if answer.state == AnswerState.SUBMITTED:
        return "answered"
    if answer.state == AnswerState.UNANSWERED:
        return "unanswered"
    return "skipped" if turn.skipped else "open"


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
