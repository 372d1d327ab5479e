"""The editor of a draft and the reading view of every other version; each act on a version."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from interview.accounts.access import PersonRequest
from interview.accounts.models import User
from interview.accounts.roles import PUBLISH, REVIEW
from interview.authoring.access import permission_required
from interview.authoring.checks import findings
from interview.authoring.drafting import StaleSave, discard_draft, save_draft
from interview.authoring.finding import find_points
from interview.authoring.naming import contrast_kinds, named
from interview.authoring.reviewing import approve, return_to_writer, submit_for_review, take_back
from interview.errors import RequestError
from interview.questions.document import document_of, point_document
from interview.questions.events import EventKind
from interview.questions.models import Dimension, RubricVersion, VersionState
from interview.questions.publishing import approval, content_hash, publish, writers
from interview.questions.release import ReleaseCheck, judges_of
from interview.questions.samples import changed_since
from interview.questions.stages import Stage

WRITE = "interview.change_rubricversion"

Act = Callable[[RubricVersion, User, str], None]
ACTS: dict[str, tuple[str, Act]] = {
    "submit": (WRITE, lambda version, by, note: submit_for_review(version, by)),
    "take_back": (WRITE, lambda version, by, note: take_back(version, by)),
    "discard": (WRITE, lambda version, by, note: discard_draft(version, by)),
    "approve": (REVIEW, approve),
    "return": (REVIEW, return_to_writer),
    "publish": (PUBLISH, lambda version, by, note: publish(version, by=by)),
    "check": (WRITE, lambda version, by, note: ask_again(version, by)),
}


@require_safe
@permission_required("interview.view_rubricversion")
def show_version(request: PersonRequest, pk: int) -> HttpResponse:
    version = find_version(request, pk)
    document = document_of(version)
    context = {
        "version": version,
        "question": version.question,
        "document": document,
        "dimensions": Dimension.choices,
        "kinds": contrast_kinds(),
        "stages": Stage.choices,
    }
    if version.state == VersionState.DRAFT and request.user.has_perm(WRITE):
        context["findings"] = [finding.as_json() for finding in findings(document)]
        context["word"] = version.events.filter(kind=EventKind.RETURNED).last()
        return render(request, "curation/editor.html", context)
    return render(request, "curation/version.html", context | release_of(version, request.user))


def release_of(version: RubricVersion, user: User) -> dict[str, object]:
    """Return how far a version in review is on its way out."""
    if version.state != VersionState.IN_REVIEW:
        return {"events": version.events.select_related("by"), "seen": version.state}
    content = content_hash(version)
    checks = {judge: ReleaseCheck.objects.newest(version, judge) for judge in judges_of(version)}
    approved = approval(version, content)
    asked = [check for check in checks.values() if check]
    for check in asked:
        check.findings = named(check.findings)
    stale = any(
        changed_since(version.question, check.claimed_at or check.asked_at) for check in asked
    )
    states = [f"{check.pk}-{check.state}" for check in asked]
    return {
        "events": version.events.select_related("by"),
        "approval": approved,
        "seen": ".".join([content[:12], str(approved.pk if approved else ""), str(stale), *states]),
        "stale": stale,
        "may_approve": user.has_perm(REVIEW) and user.pk not in writers(version),
        "checks": checks,
        "all_passed": not stale
        and all(
            check and check.state == "passed" and check.content_hash == content
            for check in checks.values()
        ),
    }


@require_safe
@permission_required("interview.view_rubricversion")
def show_release(request: PersonRequest, pk: int) -> HttpResponse:
    """The part of the page that changes by itself while a check runs; 204 where it is as it was."""
    version = find_version(request, pk)
    context: dict[str, object] = {"version": version, "question": version.question}
    context |= release_of(version, request.user)
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)  # left alone: somebody may be on one of its buttons
    return render(request, "curation/_release.html", context)


@require_POST
@permission_required(WRITE)
def save_version(request: PersonRequest, pk: int) -> HttpResponse:
    version = find_version(request, pk)
    try:
        sent = json.loads(request.body)
        revision = int(sent["revision"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise RequestError(_("That is not a draft.")) from error
    try:
        row = save_draft(version, sent.get("document"), revision=revision, by=request.user)
    except StaleSave as stale:
        theirs = find_version(request, stale.version.pk)
        return JsonResponse(
            {
                "error": "stale",
                "message": stale.message,
                "revision": theirs.revision,
                "document": document_of(theirs),
            },
            status=409,
        )
    document = document_of(row)
    return JsonResponse(
        {
            "revision": row.revision,
            "keys": [point["id"] for point in document["points"]],
            "findings": [finding.as_json() for finding in findings(document)],
        }
    )


@require_POST
@permission_required(WRITE, REVIEW, PUBLISH)
def act_on_version(request: PersonRequest, pk: int, act: str) -> HttpResponse:
    version = find_version(request, pk)
    permission, do = ACTS[act]
    if not request.user.has_perm(permission):
        raise RequestError(_("Your role does not allow that."), status=403)
    try:
        do(version, request.user, request.POST.get("note", ""))
    except RequestError as error:
        messages.error(request, error.message)
        if note := request.POST.get("note", "").strip():
            messages.error(request, _("What you wrote: %(note)s") % {"note": note})
    return redirect("curation-version", pk)


def ask_again(version: RubricVersion, by: User) -> None:
    if version.state != VersionState.IN_REVIEW:
        raise RequestError(_("This version is not in review."), status=409)
    for judge in judges_of(version):
        ReleaseCheck.ask(version, judge, content_hash(version), by)


@require_safe
@permission_required("interview.view_rubricpoint")
def search_points(request: PersonRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", " ")[:200]
    points = list(find_points(request.user, words)) if words.strip() else []
    for point in points:
        point.document = point_document(point)  # type: ignore[attr-defined]
        point.script = f"point-{point.pk}"  # type: ignore[attr-defined]
    template = "curation/_points.html" if request.htmx else "curation/points.html"
    return render(request, template, {"points": points, "words": words})


def find_version(request: PersonRequest, pk: int) -> RubricVersion:
    versions = RubricVersion.objects.visible_to(request.user)
    related = versions.select_related("question__topic", "question__current", "author")
    return get_object_or_404(related.prefetch_related("points"), pk=pk)
