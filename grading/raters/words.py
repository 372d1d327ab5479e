"""The states of a point and what gates find, in words: for reports, curators and those who grade."""

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


def gate_text(gate: str) -> str:
    """Say in words what a gate of the engine found."""
    return {
        "empty": _("There is no text to score."),
        "too_short": _("The answer is too short to show what you know."),
        "restated": _("The answer mostly repeats the question."),
        "stuffing": _("The answer lists keywords without saying anything about them."),
        "repetition": _("The same sentence comes again and again; it counts once."),
        "other_topic": _("The answer is about another topic."),
        "injection": _("Instructions to the grader were found; they have no effect."),
    }.get(gate, gate)
