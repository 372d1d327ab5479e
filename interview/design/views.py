"""The pages of a design case: its stages, one at a time, in any order."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from interview.accounts.access import PersonRequest, person_required
from interview.design.case import next_stage, stage_on_table, takes_time
from interview.design.clarifying import ask
from interview.design.probing import hand_in
from interview.design.room import describe_asking, describe_stage
from interview.design.visit import enter_stage
from interview.errors import RequestError
from interview.practice.answer import FIRST_FOLLOW_UP, Answer, ClosedBy, StaleDraft, is_blank
from interview.practice.finishing import close_answer, close_overdue_of, finish_session
from interview.practice.room import describe_clock
from interview.practice.session import Mode
from interview.practice.turn import Turn
from interview.practice.views import reply_to_draft, revision_of


@require_GET
@never_cache
@person_required
def show_case(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    """Go on where the person was."""
    cases = Turn.objects.visible_to(request.user).filter(answers__stage__gt="").distinct()
    turn = get_object_or_404(cases, session=session, position=position)
    return redirect("design-stage", session, position, stage_on_table(turn).stage)


@require_GET
@never_cache
@person_required
def show_stage(request: PersonRequest, session: UUID, position: int, stage: str) -> HttpResponse:
    answer = stage_or_404(request, session, position, stage)
    turn = answer.turn
    close_overdue_of(turn)
    if turn.session.is_finished:
        messages.info(request, _("This session is over: here is its report."))
        return redirect("report", session)
    answer.refresh_from_db(fields=["state", "text", "draft", "revision", "closed_by"])
    here = stage_on_table(turn)
    if turn.session.paused_at is not None and here.is_open:
        if here != answer:
            return redirect("design-stage", session, position, here.stage)
    elif takes_time(answer):
        go_in(answer)
    return render(request, "design/case.html", describe_stage(turn, answer))


@require_POST
@never_cache
@person_required
def save_stage(request: PersonRequest, session: UUID, position: int, stage: str) -> HttpResponse:
    answer = stage_or_404(request, session, position, stage)
    return reply_to_draft(request, answer, lambda answer: describe_clock(answer.turn))


@require_POST
@never_cache
@person_required
def look_at_stage(request: PersonRequest, session: UUID, position: int, stage: str) -> HttpResponse:
    """Of several tabs this one is looked at now: the ledger books the time for its stage."""
    answer = stage_or_404(request, session, position, stage)
    if takes_time(answer) and not answer.turn.is_overdue(timezone.now()):
        enter_stage(answer, timezone.now())
    return JsonResponse(describe_clock(answer.turn))


@require_POST
@person_required
def submit_stage(request: PersonRequest, session: UUID, position: int, stage: str) -> HttpResponse:
    """Hand this stage in: to read its feedback, or in real mode to be asked about it."""
    answer = stage_or_404(request, session, position, stage)
    real = answer.turn.session.mode == Mode.REAL
    if real and not answer.turn.session.probes_stages():
        return leave_stage_open(request, session, position, stage)
    close_overdue_of(answer.turn)
    answer.refresh_from_db(fields=["state"])
    if answer.is_open:
        # a form without the text follows an autosave of it
        refusal = keep_text(request, answer) if "text" in request.POST else None
        if refusal is not None:
            return refusal
        if is_blank(answer.draft):
            messages.warning(
                request, _("There is nothing to submit yet. Go to another stage and come back.")
            )
            return redirect("design-stage", session, position, stage)
        if real:
            hand_in(answer, timezone.now())
        else:
            close_answer(answer, by=ClosedBy.CANDIDATE, now=timezone.now())
    return redirect("design-stage", session, position, stage)


@require_POST
@person_required
def leave_stage_open(
    request: PersonRequest, session: UUID, position: int, stage: str
) -> HttpResponse:
    """Keep the text and go to the next stage; this one can still be changed until the end."""
    answer = stage_or_404(request, session, position, stage)
    if answer.is_open:
        refusal = keep_text(request, answer)
        if refusal is not None:
            return refusal
    return go_on_from(answer)


@require_POST
@person_required
def show_hint(request: PersonRequest, session: UUID, position: int, stage: str) -> HttpResponse:
    answer = stage_or_404(request, session, position, stage)
    close_overdue_of(answer.turn)
    answer.refresh_from_db(fields=["state"])
    after = request.POST.get("after", "")
    if answer.is_open and after.isascii() and after.isdecimal() and len(after) < 4:
        answer.turn.show_hint(after=int(after))
    if request.htmx:
        return render(request, "practice/_hints.html", describe_stage(answer.turn, answer))
    return redirect("design-stage", session, position, stage)


@require_POST
@person_required
def resume(request: PersonRequest, session: UUID, position: int, stage: str) -> HttpResponse:
    answer = stage_or_404(request, session, position, stage)
    if answer.is_open and not answer.turn.session.is_finished:
        go_in(answer)
    return redirect("design-stage", session, position, stage)


@require_POST
@never_cache
@person_required
def ask_question(request: PersonRequest, session: UUID, position: int, stage: str) -> HttpResponse:
    """Put a question to the interviewer; the reply comes when it was understood."""
    answer = stage_or_404(request, session, position, stage)
    text = request.POST.get("question", "")
    problem = ""
    try:
        ask(answer, text, timezone.now())
    except RequestError as error:
        problem = error.message
    if not request.htmx:
        if problem:
            messages.warning(request, problem)
        return redirect("design-stage", session, position, stage)
    shown = describe_asking(answer) | {"problem": problem, "typed_question": text}
    return render(request, "design/_questions.html", shown)


@require_GET
@never_cache
@person_required
def show_questions(
    request: PersonRequest, session: UUID, position: int, stage: str
) -> HttpResponse:
    answer = stage_or_404(request, session, position, stage)
    return render(request, "design/_questions.html", describe_asking(answer))


def go_in(answer: Answer) -> None:
    now = timezone.now()
    answer.turn.enter(now)
    enter_stage(answer, now)


def go_on_from(answer: Answer) -> HttpResponse:
    turn = answer.turn
    following = next_stage(turn, after=answer)
    if following is None:
        finish_session(turn.session)
        return redirect("report", turn.session_id)
    return redirect("design-stage", turn.session_id, turn.position, following.stage)


def keep_text(request: PersonRequest, answer: Answer) -> HttpResponse | None:
    """Save what the form sent; return the page that says why, if it could not be."""
    typed = request.POST.get("text", "")
    try:
        answer.save_draft(typed, revision=revision_of(request), now=timezone.now())
    except StaleDraft as stale:
        shown = describe_stage(answer.turn, answer) | {"conflict": stale, "typed": typed}
        return render(request, "design/case.html", shown, status=409)
    except RequestError as error:
        turn = answer.turn
        if error.status != 410:
            shown = describe_stage(turn, answer) | {"error": error.message, "typed": typed}
            return render(request, "design/case.html", shown, status=error.status)
        close_overdue_of(turn)
        messages.warning(request, error.message)
        return redirect("design-stage", turn.session_id, turn.position, answer.stage)
    return None


def stage_or_404(request: PersonRequest, session: UUID, position: int, stage: str) -> Answer:
    answers = (
        Answer.objects.visible_to(request.user)
        .filter(sequence__lt=FIRST_FOLLOW_UP)
        .exclude(stage="")
        .select_related("turn__session", "turn__version__question__topic")
    )
    return get_object_or_404(answers, turn__session=session, turn__position=position, stage=stage)
