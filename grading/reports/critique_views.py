"""The critique's part of a report page, the yes or no to it, and the button that tries again."""

from __future__ import annotations

from uuid import UUID

from allauth.decorators import rate_limit
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from grading.critique.consent import COMMENTED, is_on
from grading.critique.signals import critique_wanted
from grading.critique.writing import FORGOTTEN_AFTER, ensure_critique, standing_grade
from grading.models import Critique, Grade
from grading.reports.critique import describe_critique
from interview.models import Answer, Consent, Mode, User
from interview.web import PersonRequest, person_required


@require_safe
@never_cache
@person_required
def show_critique(
    request: PersonRequest, session: UUID, position: int, sequence: int
) -> HttpResponse:
    answer = answer_or_404(request, session, position, sequence)
    return render_critique(request, answer)


@require_POST
@person_required
@rate_limit(action="critique")  # type: ignore[untyped-decorator]
def retry(request: PersonRequest, session: UUID, position: int, sequence: int) -> HttpResponse:
    """Ask for one once more, or for the first time where none comes by itself."""
    answer = answer_or_404(request, session, position, sequence)
    if critique := ensure_critique(answer):
        critique.try_again()
        critique_wanted.send(sender=Critique, critique_id=critique.pk)
    return answer_with(request, answer)


@require_POST
@person_required
@rate_limit(action="critique")  # type: ignore[untyped-decorator]
def choose(request: PersonRequest, session: UUID, position: int, sequence: int) -> HttpResponse:
    """Take a yes or a no for all answers to come; after a yes this session's are commented on too."""
    answer = answer_or_404(request, session, position, sequence)
    consent = Consent.YES if request.POST.get("consent") == Consent.YES else Consent.NO
    User.objects.filter(pk=request.user.pk).update(model_consent=consent)
    if consent == Consent.YES:
        answers = Answer.objects.visible_to(request.user).submitted().to_questions()
        for other in answers.filter(turn__session=session):
            if critique := ensure_critique(other):
                critique_wanted.send(sender=Critique, critique_id=critique.pk)
    return answer_with(request, answer)


def answer_with(request: PersonRequest, answer: Answer) -> HttpResponse:
    if request.htmx:
        return render_critique(request, answer)
    turn = answer.turn
    return redirect("report-turn", turn.session_id, turn.position)


def render_critique(request: PersonRequest, answer: Answer) -> HttpResponse:
    session, turn = answer.turn.session, answer.turn
    consent = User.objects.values_list("model_consent", flat=True).get(pk=request.user.pk)
    place = [session.pk, turn.position, answer.sequence]
    context = {"session": session, "place": place, "position": turn.position, "consent": consent}
    context |= {"sequence": answer.sequence, "critique_host": settings.CRITIQUE_HOST}
    grade = standing_grade(answer.pk) if consent == Consent.YES else None
    critique = Critique.objects.filter(grade=grade).first() if grade else None
    context["coming"] = is_coming(critique, grade)
    if critique and grade:
        context |= describe_critique(critique, grade)
    whole = not request.htmx
    template = "critique/page.html" if whole else "critique/_critique.html"
    return render(request, template, context)


def is_coming(critique: Critique | None, grade: Grade | None) -> bool:
    """Say whether one is being written, or will be without being asked for."""
    if critique:
        return critique.is_live
    lately = timezone.now() - FORGOTTEN_AFTER
    return grade is None or (grade.finished_at is not None and grade.finished_at > lately)


def answer_or_404(request: PersonRequest, session: UUID, position: int, sequence: int) -> Answer:
    """Return a closed answer whose feedback this person may see by now."""
    if not is_on():
        raise Http404
    answers = Answer.objects.visible_to(request.user).to_questions().submitted()
    answer = get_object_or_404(
        answers.select_related("turn__session"),
        turn__session=session,
        turn__position=position,
        sequence=sequence,
    )
    row = answer.turn.session
    still_asked = Answer.objects.to_follow_ups().filter(turn=answer.turn, state="open").exists()
    if row.sealed or row.mode not in COMMENTED:
        raise Http404
    if not row.is_finished and (row.mode != Mode.STUDY or still_asked):
        raise Http404
    return answer
