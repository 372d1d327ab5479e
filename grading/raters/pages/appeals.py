"""Appeals: the candidate's page to ask, the reviewers' queue and page to answer."""

from __future__ import annotations

from allauth.decorators import rate_limit
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from grading.models import Appeal, Grade, GradeStatus, PersonState
from grading.raters.access import reviewer_required
from grading.raters.appealing import answer_appeal, appeal, present_state
from grading.raters.correcting import LONGEST_REASON
from grading.raters.words import state_label
from interview.models import Answer, RequestError
from interview.web import PersonRequest, person_required

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@person_required
@rate_limit(action="appeal")  # type: ignore[untyped-decorator]
def ask(request: PersonRequest, grade: int, point: int) -> HttpResponse:
    """A candidate's request for a person's look at one point."""
    grades = Grade.objects.visible_to(request.user).filter(status=GradeStatus.SCORED)
    row = get_object_or_404(
        grades.select_related("answer__turn__session", "answer__turn__version", "version"), pk=grade
    )
    session = row.answer.turn.session
    if Answer.objects.still_asked().filter(turn=row.answer.turn).exists():
        raise Http404
    judged = row.point_scores.values("point__key")
    asked = get_object_or_404(row.answer.turn.version.points.filter(key__in=judged), pk=point)
    back = way_back(row)
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            appeal(row, asked, reason=reason)
        except RequestError as refused:
            error = refused.message
        else:
            messages.success(request, _("Asked. A reviewer's answer will stand in your report."))
            return redirect(back)
    score = row.point_scores.filter(point__key=asked.key).first()
    context = {
        "point": asked,
        "text": asked.text(session.language),
        "prompt": row.version.prompt(session.language),
        "language": session.language,
        "quotes": [row.answer.text[a:b] for a, b in score.quotes] if score else [],
        "state_label": state_label(score.state) if score else "",
        "former": Appeal.objects.filter(grade=row, point=asked).first(),
        "reason": reason,
        "error": error,
        "limit": LONGEST_REASON,
        "back": back,
    }
    return render(request, "raters/appeal.html", context, status=422 if error else 200)


def way_back(grade: Grade) -> str:
    """Return the address of the question in the report, or alone while the interview goes on."""
    turn = grade.answer.turn
    if turn.session.is_finished:
        return reverse("report", args=[turn.session_id]) + f"#turn-{turn.position}"
    if grade.answer.stage:
        return reverse("report-stage", args=[turn.session_id, turn.position, grade.answer.stage])
    return reverse("report-turn", args=[turn.session_id, turn.position])


@require_safe
@never_cache
@reviewer_required
def show_appeals(request: PersonRequest) -> HttpResponse:
    # nobody judges their own: those are in their report, as everybody's are
    others = Appeal.objects.of_others(request.user)
    waiting = others.waiting()
    answered = others.exclude(state="open").order_by(F("answered_at").desc())
    which = answered if request.GET.get("answered") else waiting
    rows = which.select_related("point", "grade__version__question")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "answered": bool(request.GET.get("answered")), "tab": "appeals"}
    return render(request, "raters/appeals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@reviewer_required
def show_appeal(request: PersonRequest, pk: int) -> HttpResponse:
    """One request without a name, with the answer and what the machine said; its reply by POST."""
    rows = Appeal.objects.of_others(request.user)
    row = get_object_or_404(
        rows.select_related("point", "grade__version__question", "grade__answer__turn__session"),
        pk=pk,
    )
    error, reply = "", request.POST.get("reply", "")
    if request.method == "POST":
        try:
            answer_appeal(row, state=request.POST.get("state", ""), reply=reply, by=request.user)
        except RequestError as refused:
            error = refused.message
        else:
            messages.success(request, _("Answered. The candidate sees it in the report."))
            return redirect("raters-appeals")
    answer = row.grade.answer
    language = answer.turn.session.language
    score = row.grade.point_scores.filter(point__key=row.point.key).first()
    context = {
        "tab": "appeals",
        "appeal": row,
        "language": language,
        "prompt": row.grade.version.prompt(language),
        "text": row.point.text(language),
        "answer": answer,
        "quotes": [answer.text[a:b] for a, b in score.quotes] if score else [],
        "machine_label": state_label(score.state) if score else "",
        "present": present_state(row),
        "states": PersonState.choices,
        "chosen": request.POST.get("state", present_state(row)),
        "reply": reply,
        "error": error,
        "limit": LONGEST_REASON,
    }
    return render(request, "raters/appeal_answer.html", context, status=422 if error else 200)
