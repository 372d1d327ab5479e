"""What a person may change about themselves."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from interview.accounts.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "language"]
