"""Calibrations fitted on people's grading: what they would change, and the act of promoting one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grading.models import CalibrationProposal, Promotion
from grading.raters.access import reviewer_required
from grading.raters.correcting import LONGEST_REASON
from grading.raters.promoting import present_of, promote, take_back
from grading.raters.words import state_label
from interview.models import RequestError
from interview.web import PersonRequest

LISTED = 50


@require_safe
@never_cache
@reviewer_required
def show_calibrations(request: PersonRequest) -> HttpResponse:
    proposals = CalibrationProposal.objects.defer("data", "effect")[:LISTED]
    acts = list(Promotion.objects.select_related("by").defer("measurements")[:LISTED])
    standing: dict[str, Promotion] = {}
    for act in acts:
        standing.setdefault(act.encoder, act)
    context = {
        "tab": "calibrations",
        "proposals": proposals,
        "acts": acts,
        "standing": list(standing.values()),
        "present": {act.present for act in standing.values()},
        "limit": LONGEST_REASON,
    }
    return render(request, "raters/calibrations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@reviewer_required
def show_proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """What was measured and what would change; by POST the act itself."""
    proposal = get_object_or_404(CalibrationProposal, pk=pk)
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            promote(proposal, encoder=proposal.encoder, by=request.user, reason=reason)
        except RequestError as refused:
            error = refused.message
        else:
            messages.success(
                request, _("It grades from now on. What has been graded stays as it is.")
            )
            return redirect("raters-calibrations")
    context = describe_proposal(proposal) | {
        "tab": "calibrations",
        "reason": reason,
        "error": error,
        "limit": LONGEST_REASON,
    }
    return render(request, "raters/proposal.html", context, status=422 if error else 200)


def describe_proposal(proposal: CalibrationProposal) -> dict[str, Any]:
    present = present_of(proposal.encoder)
    states = proposal.measurements.get("states", {})
    return {
        "proposal": proposal,
        "present": present,
        "grades": present == proposal.name,
        "kappa": states.get("kappa"),
        "people": proposal.effect.get("people", {}),
        "effect": proposal.effect,
        "most_down": abs(proposal.effect.get("most_down", 0.0)),
        "moves": [
            {"before": state_label(one), "after": state_label(other), "n": n}
            for one, other, n in sorted(
                proposal.effect.get("states", []), key=lambda move: -move[2]
            )
            if one != other
        ],
        "questions": proposal.effect.get("questions", [])[:LISTED],
        "worst": proposal.effect.get("worst", []),
    }


@require_POST
@reviewer_required
def go_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a standing promotion back: what graded before it is promoted again."""
    act = get_object_or_404(Promotion, pk=pk)
    try:
        if Promotion.objects.standing(act.encoder) != act:
            raise RequestError(_("Something else has been promoted since."), status=409)
        take_back(act.encoder, by=request.user, reason=request.POST.get("reason", ""))
    except RequestError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The former calibration grades again."))
    return redirect("raters-calibrations")
