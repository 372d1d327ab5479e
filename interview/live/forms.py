"""Opening a room: a title and a length are enough, everything else can be decided inside."""

from __future__ import annotations

import zoneinfo
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from interview.accounts.models import Language, User
from interview.practice.forms import ROUNDS

LENGTHS = [(30, _("30 min")), (45, _("45 min")), (60, _("60 min")), (90, _("90 min"))]
MOST_PICKED = 20


@cache
def time_zones() -> list[tuple[str, str]]:
    names = (name for name in zoneinfo.available_timezones() if "/" in name or name == "UTC")
    return [(name, name.replace("_", " ")) for name in sorted(names)]


def check_meeting_url(url: str) -> None:
    """Refuse what is no address of a meeting elsewhere: https only, a host, no password in it."""
    parts = urlsplit(url)
    if url and (parts.scheme != "https" or not parts.hostname or parts.username is not None):
        raise forms.ValidationError(_("Paste a whole https:// address."))


def meeting_field() -> forms.URLField:
    return forms.URLField(
        label=_("Meeting link"), required=False, max_length=500, assume_scheme="https",
        validators=[check_meeting_url],
    )  # fmt: skip


class AppointmentForm(forms.Form):
    date = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "time_zone" not in self.initial:
            self.fields["time_zone"].initial = timezone.get_current_timezone_name()
        for name, field in self.fields.items():
            if not isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
                field.widget.attrs |= {"class": "input", "aria-describedby": f"{name}-errors"}

    def clean(self) -> dict[str, Any]:
        """Put day, time and place together as `scheduled_at`; without any of it there is none."""
        cleaned = super().clean() or {}
        date, time = cleaned.pop("date", None), cleaned.pop("time", None)
        zone = cleaned.get("time_zone") or "UTC"
        cleaned["time_zone"] = zone
        cleaned["scheduled_at"] = None
        if date or time:
            if not (date and time):
                self.add_error("time" if date else "date", _("Give both the day and the time."))
            else:
                when = datetime.combine(date, time, zoneinfo.ZoneInfo(zone))
                cleaned["scheduled_at"] = when
                if when < timezone.now():
                    self.add_error("date", _("This time has passed."))
        return cleaned


class OpenForm(AppointmentForm):
    title = forms.CharField(label=_("Title"), max_length=120)
    candidate = forms.CharField(label=_("Candidate's name"), max_length=60, required=False)
    minutes = forms.TypedChoiceField(
        label=_("Length"), choices=LENGTHS, coerce=int, widget=forms.RadioSelect, initial=45
    )
    language = forms.ChoiceField(
        label=_("Interview language"), choices=Language, widget=forms.RadioSelect
    )
    rounds = forms.MultipleChoiceField(
        label=_("Rounds"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(r.value, r.label) for r in ROUNDS],
    )  # fmt: skip
    keys = forms.CharField(label=_("Questions"), required=False, max_length=500)
    meeting_url = meeting_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language() or user.language

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        keys = cleaned.get("keys", "").replace(",", " ").split()
        cleaned["keys"] = keys[:MOST_PICKED]
        return cleaned
