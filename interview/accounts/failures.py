"""What went wrong is said so, in the person's language, with the status that says what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from interview.errors import RequestError

logger = logging.getLogger(__name__)


class FailureMiddleware:
    """Turns what a view raised into an answer; what other middleware raises ends in `handler500`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        drop_unstorable_cookies(request)
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":
            return report_form_address(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, RequestError):
            return reply(request, error.message, status=error.status)
        if isinstance(error, OperationalError | InterfaceError):
            return report_outage(request, error)
        return None


def drop_unstorable_cookies(request: HttpRequest) -> None:
    """Forget cookies that no database can look up: nobody was given such a one."""
    for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
        del request.COOKIES[name]


def report_form_address(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """Say something where a browser would show an empty page: the address takes only forms."""
    with translation.override(getattr(request, "LANGUAGE_CODE", None)):
        message = _(
            "This address only takes what a form sends. Go back and press the button there."
        )
        response = reply(request, message, status=405)
    response["Allow"] = refusal["Allow"]
    return response


def report_outage(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("database unavailable", extra={"kind": type(error).__name__})
    with translation.override(translation.get_language_from_request(request)):
        message = _("The server cannot reach its database right now. Try again in a minute.")
        response = reply(request, message, status=503)
    response["Retry-After"] = "10"
    return response


def reply(request: HttpRequest, message: str, *, status: int) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": "refused", "message": message}, status=status)
    template = "503.html" if status == 503 else "400.html"
    return render(None, template, {"message": message}, status=status)
