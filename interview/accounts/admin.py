"""People in the admin."""

from __future__ import annotations

from django.contrib import admin

from interview.accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "email", "name", "role", "language", "is_guest", "date_joined")
    list_filter = ("role", "is_guest", "language", "is_active")
    search_fields = ("email", "name")
    fields = (
        "email",
        "name",
        "role",
        "language",
        "time_multiplier",
        "is_active",
        "is_superuser",
        "groups",
    )
    filter_horizontal = ("groups",)
