"""Questions in the admin, and their rubric versions, which can only be read there."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from interview.questions.models import Question, RubricPoint, RubricVersion, Topic


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("key", "round", "group", "name_ko", "name_en")
    list_filter = ("round", "group")
    search_fields = ("key", "name_ko", "name_en")


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("key", "slug", "round", "level", "minutes", "current", "withdrawn_at")
    list_filter = ("round", "level")
    list_select_related = ("topic", "current")
    search_fields = ("key", "slug", "current__prompt_ko", "current__prompt_en")
    readonly_fields = ("current", "withdrawn_at")
    actions = ["withdraw", "offer_again"]

    @admin.action(description=_("Withdraw: asked no more"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        for question in queryset:
            question.withdraw()

    @admin.action(description=_("Offer again"), permissions=["change"])
    def offer_again(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        for question in queryset:
            question.offer_again()


class ReadOnly:
    """Written in curation only: there every hand is noted, and whoever wrote cannot approve."""

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    has_add_permission = has_delete_permission = has_change_permission


class PointInline(ReadOnly, admin.StackedInline):  # type: ignore[type-arg]
    model = RubricPoint
    extra = 0


@admin.register(RubricVersion)
class RubricVersionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("question", "number", "state", "published_at")
    list_filter = ("state", "question__round")
    list_select_related = ("question",)
    search_fields = ("question__key", "question__slug")
    exclude = ("source_hash",)
    inlines = [PointInline]
