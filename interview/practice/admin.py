"""Sessions in the admin: what went on, without what was said."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from interview.practice.session import Session


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = (
        "id",
        "round",
        "level",
        "language",
        "mode",
        "minutes",
        "started_at",
        "finished_at",
    )
    list_filter = ("round", "mode", "language")
    date_hierarchy = "started_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
