"""What the room of a design case shows: the ordinary room's context, seen from one stage."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from interview.design.case import next_stage, stage_answers, takes_time
from interview.design.clarifying import describe_questions
from interview.design.probing import describe_probes
from interview.design.visit import stage_seconds
from interview.practice.answer import Answer, AnswerState
from interview.practice.room import describe_room
from interview.practice.session import Mode
from interview.practice.turn import Turn
from interview.questions.stages import STAGE_AIMS, Stage, box_seconds


def describe_stage(turn: Turn, answer: Answer) -> dict[str, Any]:
    """Return the context of ``design/case.html``; the turn's session and version must be loaded."""
    session = turn.session
    stages = describe_stages(turn, answer)
    here = next(entry for entry in stages if entry["current"])
    place = [session.pk, turn.position, answer.stage]
    feedback = ""
    if session.mode == Mode.STUDY and not answer.is_open:
        feedback = reverse("report-stage", args=place)
    following = next_stage(turn, answer)
    beyond = next((e for e in stages if following and e["key"] == following.stage), None)
    if session.mode == Mode.STUDY:
        submit_label = _("Submit this stage")
    elif beyond:
        submit_label = _("Next: %(stage)s") % {"stage": beyond["label"]}
    else:
        submit_label = _("Finish the case")
    answer.turn = turn
    return (
        describe_room(turn, answer)
        | describe_asking(answer)
        | describe_probes(turn)
        | {
            "case": turn.version.question.topic.name(session.language),
            "stages": stages,
            "stage": here,
            "timed": takes_time(answer),
            "aim": STAGE_AIMS[Stage(answer.stage)],
            "next_stage": beyond,
            "submit_label": submit_label,
            "open_left": sum(entry["open"] for entry in stages),
            "feedback_url": feedback,
            "room_url": reverse("design-stage", args=place),
            "draft_url": reverse("design-draft", args=place),
            "submit_url": reverse(
                "design-next" if session.mode == Mode.REAL else "design-submit", args=place
            ),
            "resume_url": reverse("design-resume", args=place),
            "hint_url": reverse("design-hint", args=place),
            "draft_key": f"{session.pk}/{turn.position}/{answer.stage}",
        }
    )


def describe_asking(answer: Answer) -> dict[str, Any]:
    """Return the context of ``design/_questions.html``: what was asked, and what came back."""
    turn = answer.turn
    questions = describe_questions(turn)
    return {
        "session": turn.session,
        "turn": turn,
        "answer": answer,
        "questions": questions[::-1],
        "asked_waiting": any(question["waiting"] for question in questions),
    }


def describe_stages(turn: Turn, current: Answer) -> list[dict[str, Any]]:
    """Return the map of the case: one entry a stage, with its time box and what went into it."""
    prefetch_related_objects([turn], "stage_visits__answer")
    turn_spent = stage_seconds(turn, timezone.now())
    entries = []
    for number, answer in enumerate(stage_answers(turn), start=1):
        box = box_seconds(answer.stage, turn.allotted_seconds)
        spent = turn_spent.get(answer.stage, 0)
        entries.append(
            {
                "number": number,
                "key": answer.stage,
                "label": Stage(answer.stage).label,
                "url": reverse("design-stage", args=[turn.session_id, turn.position, answer.stage]),
                "current": answer.pk == current.pk,
                "open": answer.is_open,
                "state": stage_state(answer),
                "box_seconds": box,
                "box_minutes": round(box / 60),
                "spent_seconds": spent,
                "spent": f"{spent // 60}:{spent % 60:02}",
                "over": spent > box,
            }
        )
    return entries


def stage_state(answer: Answer) -> str:
    if answer.state == AnswerState.SUBMITTED:
        return "answered"
    if answer.state == AnswerState.UNANSWERED:
        return "unanswered"
    return "begun" if answer.draft.strip() else "open"
