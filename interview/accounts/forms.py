"""What a person may change about themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from interview.accounts.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "language", "model_consent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.CRITIQUE_ON:
            del self.fields["model_consent"]
            return
        self.fields["model_consent"].help_text = _(
            "A language model at %(host)s can comment on your answers. It is sent the question, the "
            "points of the rubric and your answer; not your name or your address. It never changes a score. "
            "A yes holds for answers of the last 24 hours and for all to come."
        ) % {"host": settings.CRITIQUE_HOST}
