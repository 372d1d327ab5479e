"""Cameras and microphones: every page forbids them, but those of a room that allow them to themselves."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CLOSED = "camera=(), microphone=(), display-capture=(), geolocation=()"
# where answers may be dictated, pages need the microphone, and nothing else
DICTATED = CLOSED.replace("microphone=()", "microphone=(self)")


class DevicePolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        allowed = DICTATED if settings.DICTATION_ON else CLOSED
        response.headers.setdefault("Permissions-Policy", allowed)
        return response
