"""Promoting a calibration: an act with a record, and taken back by another one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grading.engine.calibration import parse_calibration
from grading.models import CalibrationProposal, Promotion
from grading.promoted import shipped_for
from grading.raters.correcting import check_reason
from interview.models import RequestError, User


def present_of(encoder: str) -> str:
    """Return the name of the calibration that grades under this encoder."""
    standing = Promotion.objects.standing(encoder)
    return standing.present if standing else shipped_for(encoder).id


def propose(
    name: str, encoder: str, data: dict[str, Any], measured: dict[str, Any], effect: dict[str, Any]
) -> CalibrationProposal:
    """Keep a fitted calibration for people to look at; it grades nothing until it is promoted."""
    return CalibrationProposal.objects.create(
        name=name, encoder=encoder, data=data, measurements=measured, effect=effect
    )


def promote(
    proposal: CalibrationProposal | None, *, encoder: str, by: User | None, reason: str
) -> Promotion:
    """Let a proposal grade from now on, or without one the shipped calibration again.

    RequestError where it grades already, or was fitted for another engine. What has been graded
    stays; `regrade` sets new grades beside it.
    """
    reason = check_reason(reason)
    if proposal is not None:
        try:
            parse_calibration(proposal.data)
        except ValueError as error:
            raise RequestError(
                _("This calibration was fitted for another version of the engine.")
            ) from error
    name = proposal.name if proposal else shipped_for(encoder).id
    with transaction.atomic():
        former = present_of(encoder)
        if former == name:
            raise RequestError(_("This calibration grades already."), status=409)
        return Promotion.objects.create(
            proposal=proposal,
            encoder=encoder,
            by=by,
            reason=reason,
            former=former,
            present=name,
            measurements=proposal.measurements if proposal else {},
        )


def take_back(encoder: str, *, by: User | None, reason: str) -> Promotion:
    """Promote what graded before the standing promotion."""
    standing = Promotion.objects.standing(encoder)
    if standing is None:
        raise RequestError(_("Nothing has been promoted here."), status=409)
    former = CalibrationProposal.objects.filter(name=standing.former).first()
    return promote(former, encoder=encoder, by=by, reason=reason)
