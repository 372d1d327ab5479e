"""Questions and rubric versions in the admin; a published version can only be read."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from interview.questions.models import Question, RubricPoint, RubricVersion, Topic, VersionState


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

    @admin.action(description=_("Withdraw: asked no more"))
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        for question in queryset:
            question.withdraw()

    @admin.action(description=_("Offer again"))
    def offer_again(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        for question in queryset:
            question.offer_again()


class PointInline(admin.StackedInline):  # type: ignore[type-arg]
    model = RubricPoint
    extra = 0

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return is_draft(obj)

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(RubricVersion)
class RubricVersionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("question", "number", "state", "published_at")
    list_filter = ("state", "question__round")
    list_select_related = ("question",)
    search_fields = ("question__key", "question__slug")
    exclude = ("source_hash",)
    readonly_fields = ("state", "content_hash", "structure_hash", "published_at")
    inlines = [PointInline]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return obj is None or is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return is_draft(obj)


def is_draft(version: object) -> bool:
    return isinstance(version, RubricVersion) and version.state == VersionState.DRAFT
