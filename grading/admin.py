"""Grades in the admin: to look at, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from grading.models import Grade, PointScore


class PointScoreInline(admin.TabularInline):  # type: ignore[type-arg]
    model = PointScore
    fields = readonly_fields = ("point", "state", "credit", "quotes", "conflict")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Grade)
class GradeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "answer", "number", "status", "reason", "score", "attempts", "created_at")
    list_filter = ("status", "reason", "engine", "calibration")
    list_select_related = ("answer",)
    date_hierarchy = "created_at"
    inlines = [PointScoreInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
