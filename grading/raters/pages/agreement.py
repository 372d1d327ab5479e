"""How far people agree with each other and with the machine, and where the machine is wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from grading.models import PersonState, RatedQuestion, Rating, RatingState
from grading.raters.access import reviewer_required
from grading.raters.agreement import (
    describe_points,
    describe_whole,
    draw,
    tables_of,
    worst_points,
)
from grading.raters.comparing import compare_answer, differing_answers, settled_differences
from grading.raters.correcting import LONGEST_REASON, check_reason, override
from grading.raters.queue import points_of, ratable
from interview.models import Answer, Question, RequestError
from interview.web import PersonRequest

PAGE = 50


@require_safe
@never_cache
@reviewer_required
def show_agreement(request: PersonRequest) -> HttpResponse:
    whole = describe_whole(tables_of(None))
    rows = RatedQuestion.objects.filter(compared__gt=0).select_related("question__topic")
    rows = rows.order_by(F("kappa_machine").asc(nulls_last=True), "question")
    context = whole | {
        "tab": "agreement",
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "worst": [row | {"editor": editor_of(row["question__key"])} for row in worst_points()],
        "charts": {
            "drift": draw(whole["months"], "line"),
            "languages": draw(whole["languages"], "bars"),
            "lengths": draw(whole["lengths"], "bars"),
        },
    }
    return render(request, "raters/agreement.html", context)


@require_safe
@never_cache
@reviewer_required
def show_question(request: PersonRequest, key: str) -> HttpResponse:
    question = get_object_or_404(Question.objects.keyed(key).select_related("current"))
    tables = tables_of(question)
    points = list(question.current.points.all()) if question.current else []
    texts = {point.key: point.text(request.LANGUAGE_CODE) for point in points}
    seen = [value for _between, facet, value in tables if facet == "point"]
    keys = list(dict.fromkeys([*texts, *sorted(seen)]))
    whole = describe_whole(tables)
    rows = [row | {"text": texts.get(row["key"], "")} for row in describe_points(tables, keys)]
    context = whole | {
        "tab": "agreement",
        "question": question,
        "prompt": question.current.prompt(request.LANGUAGE_CODE) if question.current else "",
        "points": rows,
        "rated": RatedQuestion.objects.filter(question=question).first(),
        "differing": differing_answers(question),
        "editor": editor_of(key),
        "charts": {
            "drift": draw(whole["months"], "line"),
            "points": draw([row | {"label": str(n)} for n, row in enumerate(rows, 1)], "bars"),
        },
    }
    return render(request, "raters/question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@reviewer_required
def show_answer(request: PersonRequest, pk: int) -> HttpResponse:
    """One answer with what the machine and each person said; a reviewer's word is set here."""
    rows = ratable().exclude(turn__session__user=request.user)
    answer = get_object_or_404(
        rows.select_related("turn__session", "turn__version__question"), pk=pk
    )
    in_work = Rating.objects.visible_to(request.user).filter(answer=answer, state=RatingState.OPEN)
    if (rating := in_work.first()) is not None:
        messages.info(request, _("You are grading this answer: finish it first, without a look."))
        return redirect("raters-rating", rating.pk)
    error = ""
    if request.method == "POST":
        try:
            count = decide(request, answer)
        except RequestError as refused:
            error = refused.message
        else:
            messages.success(
                request, _("Decided on %(count)s points; the score follows.") % {"count": count}
            )
            return redirect("raters-answer", pk)
    context = compare_answer(answer) | {
        "tab": "agreement",
        "states": PersonState.choices,
        "error": error,
        "chosen": request.POST.get("point", ""),
        "state": request.POST.get("state", ""),
        "reason": request.POST.get("reason", ""),
        "limit": LONGEST_REASON,
    }
    return render(request, "raters/answer.html", context, status=422 if error else 200)


def decide(request: PersonRequest, answer: Answer) -> int:
    """Set one point as the form says, or all on which people settled something else."""
    reason = check_reason(request.POST.get("reason", ""))
    wanted: dict[Any, str] = {}
    points = {str(point.pk): point for point in points_of(answer)}
    if request.POST.get("people"):
        wanted = settled_differences(answer)
    elif point := points.get(request.POST.get("point", "")):
        wanted = {point.key: request.POST.get("state", "")}
    else:
        raise RequestError(_("Choose a point."))
    for point in points.values():
        if point.key in wanted:
            override(answer, point, state=wanted[point.key], reason=reason, by=request.user)
    return len(wanted)


def editor_of(key: str) -> str:
    """Return the address where the question's rubric is written."""
    try:
        return reverse("curation-question", args=[key])
    except NoReverseMatch:
        return reverse("admin:interview_question_changelist") + f"?q={key}"
