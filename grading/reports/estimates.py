"""The numbers of an answer, recomputed when its report is shown; never part of its score.

Nothing is stored: the checker is pure and takes milliseconds, so a better one serves old answers too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from grading.engine.estimates.check import check_estimates
from grading.engine.estimates.estimate import Estimate, Verdict
from grading.reports.estimate_words import formula_text, role_text, write_quantity
from interview.models import Answer, Turn, describe_questions

# as many as there are answers on a few reports
KEPT = 512


def describe_estimates(turn: Turn, answer: Answer) -> list[dict[str, Any]]:
    """Return the context of ``reports/_estimates.html``; `turn.answers` must be loaded.

    In a design case `turn.questions` too.
    """
    if not answer.text:
        return []
    return [describe_one(estimate) for estimate in checked(answer.text, said_before(turn, answer))]


@lru_cache(maxsize=KEPT)
def checked(text: str, given: tuple[str, ...]) -> tuple[Estimate, ...]:
    return check_estimates(text, given)


def said_before(turn: Turn, answer: Answer) -> tuple[str, ...]:
    """Return what may serve as inputs: the question, what the interviewer told, earlier stages."""
    prompt = turn.version.prompt(turn.session.language)
    if not answer.stage:
        return (prompt,)
    told = [question["reply"] for question in describe_questions(turn) if question["found"]]
    earlier = [
        other.text
        for other in turn.answers.all()
        if other.sequence < answer.sequence and other.text
    ]
    return (prompt, *told, *earlier)


def describe_one(estimate: Estimate) -> dict[str, Any]:
    return {
        "quote": estimate.quote,
        "verdict": estimate.verdict.value,
        "verdict_text": verdict_text(estimate),
        "recomputed": write_quantity(estimate.recomputed, estimate.unit)
        if estimate.recomputed is not None
        else "",
        "formula": formula_text(estimate.formula) if estimate.formula else "",
        "inputs": [{"quote": entry.quote, "elsewhere": entry.given} for entry in estimate.inputs],
        "missing": [role_text(role) for role in estimate.missing],
    }


def verdict_text(estimate: Estimate) -> str:
    if estimate.verdict is Verdict.RIGHT:
        return _("right")
    if estimate.verdict is Verdict.UNSTATED:
        return _("unstated assumption")
    factor = estimate.factor or 1.0
    times = write_factor(factor if factor > 1 else 1 / factor, estimate.slip)
    if estimate.slip == "bits":
        return _("off by ×8: bits and bytes")
    if factor > 1:
        return _("off by ×%(times)s: too large") % {"times": times}
    return _("off by ×%(times)s: too small") % {"times": times}


def write_factor(factor: float, slip: str) -> str:
    """Write a power of ten as one, anything else rounded to what can be said of it."""
    if slip.startswith("10^"):
        return f"{10 ** abs(int(slip[3:])):,}"
    return f"{factor:,.0f}"
