"""Grades in the admin: to look at, never to change."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from grading.critique.trust import trusted_states
from grading.models import Critique, CritiqueMeasurement, Grade, PointScore, Spend
from grading.raters.queue import open_cards


class PointScoreInline(admin.TabularInline):  # type: ignore[type-arg]
    model = PointScore
    fields = readonly_fields = ("point", "state", "credit", "quotes", "conflict")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Grade)
class GradeAdmin(ReadOnlyAdmin):
    list_display = ("id", "answer", "number", "status", "reason", "score", "attempts", "created_at")
    list_filter = ("status", "reason", "engine", "calibration")
    list_select_related = ("answer",)
    date_hierarchy = "created_at"
    inlines = [PointScoreInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Grade]:
        """Leave out what a live room's interviewers, who may look in here, are not to know yet."""
        grades: QuerySet[Grade] = super().get_queryset(request)
        return grades.filter(~Exists(open_cards("answer__turn__session")))


@admin.register(CritiqueMeasurement)
class CritiqueMeasurementAdmin(ReadOnlyAdmin):
    """How far the language model agrees with people, and which of its verdicts are shown for it."""

    list_display = (
        "created_at", "model", "prompt_version", "samples", "answers", "points", "kappa",
        "of_states", "of_styles", "abstained", "shown", "tokens", "cost",
    )  # fmt: skip
    list_filter = ("model", "prompt_version")

    @admin.display(description=_("kappa by state"))
    def of_states(self, row: CritiqueMeasurement) -> str:
        return ", ".join(
            f"{state} {'–' if found['kappa'] is None else found['kappa']} ({found['n']})"
            for state, found in row.states.items()
        )

    @admin.display(description=_("style"))
    def of_styles(self, row: CritiqueMeasurement) -> str:
        return ", ".join(f"{name} {twin['shift']:+}" for name, twin in row.twins.items())

    @admin.display(description=_("verdicts shown"))
    def shown(self, row: CritiqueMeasurement) -> str:
        return ", ".join(sorted(trusted_states(row))) or "–"


@admin.register(Critique)
class CritiqueAdmin(ReadOnlyAdmin):
    """What became of each critique; what it says stands in the report of the person it is for."""

    fields = list_display = (
        "id", "grade", "status", "reason", "attempts", "model", "prompt_version", "samples",
        "tokens_in", "tokens_out", "cost", "milliseconds", "copied", "created_at",
    )  # fmt: skip
    list_filter = ("status", "reason", "model", "prompt_version")
    list_select_related = ("grade",)


@admin.register(Spend)
class SpendAdmin(ReadOnlyAdmin):
    fields = list_display = (
        "created_at", "purpose", "model", "tokens_in", "tokens_out", "cost", "milliseconds",
        "settled", "answered",
    )  # fmt: skip
    list_filter = ("purpose", "model")
    date_hierarchy = "created_at"
