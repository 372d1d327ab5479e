"""Training: score a prepared answer, see where you differ, and open the queue."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from grading.models import PersonState, TrainingRating
from grading.raters.access import rater_required
from grading.raters.deciding import read_states
from grading.raters.prepared import (
    next_prepared,
    points_for,
    prepared_answers,
    score_training,
    training_of,
)
from interview.models import SampleAnswer
from interview.web import PersonRequest

NUMBER = re.compile(r"[0-9]{1,18}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@rater_required
def train(request: PersonRequest) -> HttpResponse:
    """The next prepared answer; sent in, the page that says where the labels differ."""
    language = request.LANGUAGE_CODE
    error = ""
    if request.method == "POST":
        # by number: an answer's key says of what kind it is
        asked = request.POST.get("sample", "")
        answer = find_prepared(pk=int(asked)) if NUMBER.fullmatch(asked) else None
        if answer is None:
            messages.info(request, _("That answer is not to be scored any more. Here is another."))
            return redirect("raters-training")
        points = points_for(answer)
        by_pk = {point.pk: point.key for point in points}
        states = {by_pk[pk]: s for pk, s in read_states(request.POST, by_pk).items()}
        if len(states) == len(points):
            row = score_training(request.user, answer, states)
            return redirect("raters-trained", row.pk)
        error = _("Give every point a state first.")
    else:
        answer = next_prepared(request.user, language)
        states = {}
    context: dict[str, Any] = {
        "tab": "training",
        "training": training_of(request.user),
        "error": error,
    }
    if answer is not None:
        context |= describe_prepared(answer, states)
    return render(request, "raters/training.html", context, status=422 if error else 200)


@require_safe
@never_cache
@rater_required
def show_trained(request: PersonRequest, pk: int) -> HttpResponse:
    """One prepared answer with the rater's states beside the labels."""
    row = get_object_or_404(TrainingRating, pk=pk, rater=request.user)
    answer = find_prepared(key=row.sample)
    labels = row.labels or (answer.states if answer else {})
    if answer is None or set(labels) != {point.key for point in points_for(answer)}:
        messages.info(request, _("That answer, or its question, has changed since you scored it."))
        return redirect("raters-training")
    context = describe_prepared(answer, row.states)
    for point in context["points"]:
        label = labels[point["key"]]
        point["label"] = str(PersonState(label).label)
        point["mine"] = str(PersonState(row.states[point["key"]]).label)
        point["right"] = label == row.states[point["key"]]
    context |= {"tab": "training", "training": training_of(request.user), "row": row}
    return render(request, "raters/trained.html", context)


def find_prepared(**which: int | str) -> SampleAnswer | None:
    """Return a prepared answer while its label fits the question as it is asked."""
    answer = prepared_answers().filter(**which).select_related("question").first()
    return answer if answer is not None and points_for(answer) else None


def describe_prepared(answer: SampleAnswer, states: dict[str, str]) -> dict[str, Any]:
    points = points_for(answer)
    return {
        "sample": answer,
        "language": answer.language,
        "prompt": points[0].version.prompt(answer.language) if points else "",
        "points": [
            {
                "pk": point.pk,
                "key": point.key,
                "number": number,
                "text": point.text(answer.language),
                "required": point.required,
                "chosen": states.get(point.key, ""),
            }
            for number, point in enumerate(points, start=1)
        ],
        "states": PersonState.choices,
    }
