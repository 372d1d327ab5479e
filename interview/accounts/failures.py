"""A database that is down is said so, in the person's language, with the status that says try again."""

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
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, RequestError):
            return reply(request, error.message, status=error.status)
        if isinstance(error, OperationalError | InterfaceError):
            return report_outage(request, error)
        return None


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
