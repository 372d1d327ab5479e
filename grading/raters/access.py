"""Who may grade and who may decide; for everybody else these pages are not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse

from interview.web import PersonRequest, person_required

P = ParamSpec("P")
View = Callable[Concatenate[PersonRequest, P], HttpResponse]
Decided = Callable[Concatenate[HttpRequest, P], HttpResponse]

RATE = "grading.rate_answer"
ADJUDICATE = "grading.adjudicate_answer"


def rater_required(view: View[P]) -> Decided[P]:
    return _required(RATE, view)


def reviewer_required(view: View[P]) -> Decided[P]:
    return _required(ADJUDICATE, view)


def _required(permission: str, view: View[P]) -> Decided[P]:
    @wraps(view)
    def decide(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.has_perm(permission):
            raise Http404
        return view(request, *args, **kwargs)

    return person_required(decide)
