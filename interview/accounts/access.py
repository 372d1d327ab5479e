"""Who may come in: the decorator of every page that needs a person, guest or not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from interview.accounts.models import User

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """What a view gets after `person_required`."""

    user: User
    htmx: HtmxDetails


def person_required(
    view: Callable[Concatenate[PersonRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send nobody away without a word: pages go to the login, fetches get a 403 that says why."""

    @wraps(view)
    def decide(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)  # type: ignore[arg-type]
        if "application/json" in request.headers.get("Accept", ""):
            message = _("You are signed out. Sign in again in another tab; your text is kept here.")
            return JsonResponse({"error": "signed_out", "message": message}, status=403)
        login = redirect_to_login(way_back(request))
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(login.url)
        return login

    return decide


def way_back(request: HttpRequest) -> str:
    """Return what to open after the login: what a form was sent to shows nothing when opened."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return "/"
    return urlsplit(page).path or "/"
