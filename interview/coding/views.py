"""Saving code, running it, and looking at the run."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from interview.accounts.access import PersonRequest, person_required
from interview.coding.models import RunKind
from interview.coding.program import Program, program_of
from interview.coding.room import describe_latest
from interview.coding.starting import start_run
from interview.coding.tasks import nudge
from interview.errors import RequestError
from interview.practice.answer import Answer, StaleDraft
from interview.practice.room import describe_clock, describe_room
from interview.practice.session import SOLO
from interview.practice.views import revision_of


@require_POST
@never_cache
@person_required
def save_program(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    program = program_or_404(request, session, position)
    text = request.POST.get("text", "")
    try:
        program.save_draft(text, revision=revision_of(request), now=timezone.now())
    except StaleDraft as stale:
        newer = {"error": "stale", "revision": stale.revision, "text": stale.text}
        return JsonResponse(newer | {"message": stale.message}, status=409)
    except RequestError as error:
        kind = "closed" if error.status == 410 else "refused"
        return JsonResponse({"error": kind, "message": error.message}, status=error.status)
    return JsonResponse({"revision": program.revision} | describe_clock(program.answer.turn))


@require_POST
@never_cache
@person_required
def run_program(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    """Save what is in the field and queue a run of it."""
    program = program_or_404(request, session, position)
    kind = RunKind.SUBMIT if request.POST.get("kind") == RunKind.SUBMIT else RunKind.RUN
    now = timezone.now()
    problem, status = "", 200
    text = request.POST.get("program", program.text)
    try:
        program.save_draft(text, revision=revision_of(request), now=now)
        run = start_run(
            program, kind=kind, calls=request.POST.get("calls", "").splitlines(), now=now
        )
    except RequestError as error:
        problem, status = error.message, error.status
    else:
        nudge(run.pk)
    if request.htmx:
        return render(
            request, "coding/_run.html", context_of(program.answer) | {"problem": problem}
        )
    if not problem or status == 410:
        return redirect("practice-turn", session, position)
    # without scripts the page is made anew: what was typed stays in its fields
    typed = describe_room(program.answer.turn, program.answer)
    typed["program"].text = text
    typed |= {"error": problem, "typed_calls": request.POST.get("calls", "")}
    return render(request, "practice/room.html", typed, status=status)


@require_GET
@never_cache
@person_required
def show_run(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    answer = answer_or_404(request, session, position)
    return render(request, "coding/_run.html", context_of(answer))


def context_of(answer: Answer) -> dict[str, object]:
    turn = answer.turn
    return {"session": turn.session, "turn": turn, "answer": answer} | describe_latest(answer)


def answer_or_404(request: PersonRequest, session: UUID, position: int) -> Answer:
    answers = Answer.objects.visible_to(request.user).select_related(
        "turn__session", "turn__version"
    )
    return get_object_or_404(
        answers.filter(turn__version__coding__isnull=False, turn__session__mode__in=SOLO),
        turn__session=session,
        turn__position=position,
        sequence=0,
    )


def program_or_404(request: PersonRequest, session: UUID, position: int) -> Program:
    return program_of(answer_or_404(request, session, position))
