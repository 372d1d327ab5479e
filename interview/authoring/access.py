"""Who may come into curation: for everybody else its pages are not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse

from interview.accounts.access import PersonRequest, person_required

P = ParamSpec("P")
View = Callable[Concatenate[PersonRequest, P], HttpResponse]


def permission_required(
    *permissions: str,
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Let those in who have one of the permissions; nobody else learns that the page exists."""

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def decide(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not any(request.user.has_perm(permission) for permission in permissions):
                raise Http404
            return view(request, *args, **kwargs)

        return person_required(decide)

    return decorate
