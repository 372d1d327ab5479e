"""The states of a point in words, for reports and for those who grade."""

from __future__ import annotations

from django.utils.translation import gettext as _


def state_label(state: str) -> str:
    return {
        "said": _("said"),
        "partly": _("partly said"),
        "not_said": _("not said"),
        "contradicted": _("contradicted"),
        "unsure": _("unsure"),
    }[state]
