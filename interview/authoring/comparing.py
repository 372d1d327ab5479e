"""The page that sets two versions, or two saves of a draft, side by side."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interview.accounts.access import PersonRequest
from interview.authoring.access import permission_required
from interview.authoring.diffing import compare
from interview.authoring.shape import shaped
from interview.authoring.views import find_question
from interview.questions.document import Document, content_of
from interview.questions.events import DraftSave
from interview.questions.models import RubricVersion


@require_safe
@permission_required("interview.view_rubricversion")
def show_changes(request: PersonRequest, key: str) -> HttpResponse:
    """Compare `from` and `to`: a version's number, or `s` and the id of a save."""
    question = find_question(request, key)
    versions = list(question.versions.prefetch_related("points").order_by("number"))
    saves = list(
        DraftSave.objects.filter(version__question=question)
        .select_related("version", "by")
        .order_by("version__number", "revision")
    )
    newest = versions[-1].number if versions else 0
    before = request.GET.get("from", str(max(1, newest - 1)))
    after = request.GET.get("to", str(newest))
    changes = compare(content(before, versions, saves), content(after, versions, saves))
    context = {
        "question": question,
        "versions": versions,
        "saves": saves,
        "sides": [("from", before, _("Before")), ("to", after, _("After"))],
        "changes": changes,
    }
    return render(request, "curation/changes.html", context)


def content(name: str, versions: list[RubricVersion], saves: list[DraftSave]) -> Document:
    for version in versions:
        if name == str(version.number):
            return shaped(content_of(version))
    for save in saves:
        if name == f"s{save.pk}":
            document: Document = save.document
            return document
    raise Http404
