"""What people see when something went wrong; never a trace, never an exception's text."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from interview.accounts.failures import reply, report_outage


def show_bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return reply(request, _("The server did not understand this request."), status=400)


def show_forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def show_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def show_csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        message = _("This page is out of step with the server. Reload it; your text is kept.")
        return reply(request, message, status=403)
    return render(request, "403.html", {"csrf": True}, status=403)


def show_server_error(request: HttpRequest) -> HttpResponse:
    """Also where an outage ends that middleware met before any view ran."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return report_outage(request, error)
    return HttpResponse(render_to_string("500.html"), status=500)
