"""The report pages; they show only what this person may see at this moment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from grading.critique.consent import is_on
from grading.raters.appealing import mark_seen
from grading.reports.follow_ups import sum_up_asked
from grading.reports.live import describe_sealed, words_from_interviewer
from grading.reports.loading import load_items
from grading.reports.offering import offer_follow_ups
from grading.reports.summary import summarise
from interview.models import Room, Session
from interview.web import PersonRequest, finish_overdue, person_required


def describe_report(request: HttpRequest, session: Session, *, owner: bool) -> dict[str, Any]:
    items = load_items(session)
    summary = summarise(items)
    token = session.share_token() if owner else ""
    share_url = request.build_absolute_uri(reverse("report-shared", args=[token])) if token else ""
    return {
        "session": session,
        "owner": owner,
        "shared": not owner,
        "turns": items,
        "summary": summary,
        "asked_score": sum_up_asked(items),
        "critique_off": owner and not is_on(),
        "complete": summary["complete"],
        "boards_pending": any(item["board_pending"] for item in items),
        "share_url": share_url,
        "live": words_from_interviewer(session) if owner else None,
    }


@require_safe
@never_cache
@person_required
def show_report(request: PersonRequest, session: UUID) -> HttpResponse:
    row = get_object_or_404(Session.objects.visible_to(request.user), pk=session)
    finish_overdue(row, timezone.now())
    if not row.is_finished:
        room = Room.objects.filter(session=row).first()
        return redirect("live-room", room.pk) if room else redirect("practice-session", session)
    if row.sealed:
        return render(request, "reports/sealed.html", describe_sealed(row))
    mark_seen(row)
    return render(request, "reports/report.html", describe_report(request, row, owner=True))


@require_safe
@never_cache
@person_required
def show_summary(request: PersonRequest, session: UUID) -> HttpResponse:
    row = get_object_or_404(Session.objects.visible_to(request.user), pk=session)
    if not row.is_finished or row.sealed:
        raise Http404
    return render(request, "reports/report.html#summary", describe_report(request, row, owner=True))


@require_safe
@never_cache
@person_required
def show_turn(request: PersonRequest, session: UUID, position: int) -> HttpResponse:
    """One question's result; in real mode nothing is told before the session is over."""
    row = get_object_or_404(Session.objects.visible_to(request.user), pk=session)
    if not row.tells:
        raise Http404
    # first: a grade comes with what is to be asked, so who sees the one must see the other
    items = load_items(row, position=position)
    offer = offer_follow_ups(row, position)
    whole = not request.headers.get("HX-Request")
    if offer:
        shown = offer | {"session": row, "item": {"position": position}}
        name = "reports/turn.html" if whole else "reports/_follow_up_offer.html"
        return render(request, name, shown)
    if not items:
        raise Http404
    if items[0].get("stages") and not row.is_finished:
        # the whole would tell of stages that are still open, or still to be asked about
        return redirect("practice-turn", session, position)
    shown = {"item": items[0], "session": row, "owner": True}
    return render(request, "reports/turn.html" if whole else "reports/_turn.html", shown)


@require_safe
@never_cache
@person_required
def show_stage(request: PersonRequest, session: UUID, position: int, stage: str) -> HttpResponse:
    """One stage of a design case; in real mode nothing is told before the session is over."""
    row = get_object_or_404(Session.objects.visible_to(request.user), pk=session)
    if not row.tells:
        raise Http404
    stages = [s for item in load_items(row, position=position) for s in item.get("stages", ())]
    offer = offer_follow_ups(row, position, stage=stage)
    whole = not request.headers.get("HX-Request")
    if offer:
        shown = offer | {"session": row, "item": {"position": position}}
        name = "reports/turn.html" if whole else "reports/_follow_up_offer.html"
        return render(request, name, shown)
    found = next((item for item in stages if item["stage"] == stage), None)
    if found is None:
        raise Http404
    shown = {"item": found, "session": row, "owner": True}
    return render(request, "reports/turn.html" if whole else "reports/_stage.html", shown)


@require_POST
@person_required
def share(request: PersonRequest, session: UUID) -> HttpResponse:
    row = get_object_or_404(Session.objects.visible_to(request.user), pk=session)
    if not row.is_finished or row.sealed:
        raise Http404
    row.share()
    return redirect(reverse("report", args=[session]) + "#share")


@require_POST
@person_required
def stop_sharing(request: PersonRequest, session: UUID) -> HttpResponse:
    row = get_object_or_404(Session.objects.visible_to(request.user), pk=session)
    row.stop_sharing()
    return redirect(reverse("report", args=[session]) + "#share")


@require_safe
@never_cache
def show_shared(request: HttpRequest, token: str) -> HttpResponse:
    """A report for whoever holds its link: no name, no controls, not for search engines."""
    row = get_object_or_404(Session.objects.shared_by(token), finished_at__isnull=False)
    response = render(request, "reports/report.html", describe_report(request, row, owner=False))
    response["X-Robots-Tag"] = "noindex"
    return response
