"""Rooms in the admin: that they were, without what was said in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from interview.live.room import Room


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "language", "state", "created_at", "started_at", "ended_at", "ended_by")
    list_filter = ("state", "language")
    date_hierarchy = "created_at"
    fields = ("id", "host", "language", "state", "created_at", "started_at", "ended_at", "ended_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def get_deleted_objects(
        self, objs: Iterable[Any], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Name the rooms alone: what was recorded in one is thousands of rows."""
        rooms = [str(room) for room in objs]
        refused = set() if self.has_delete_permission(request) else {str(Room._meta.verbose_name)}
        return rooms, {str(Room._meta.verbose_name_plural): len(rooms)}, refused, []
