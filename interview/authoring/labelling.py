"""A question's labelled answers: seen, written, changed and put away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interview.accounts.access import PersonRequest
from interview.authoring.access import permission_required
from interview.authoring.forms import STATES, SampleForm
from interview.authoring.views import find_question
from interview.questions.models import Question, RubricPoint
from interview.questions.samples import SampleAnswer


@require_safe
@permission_required("interview.view_sampleanswer")
def list_samples(request: PersonRequest, key: str) -> HttpResponse:
    question = find_question(request, key)
    samples = question.samples.order_by("kind", "language", "key")
    return render(request, "curation/samples.html", {"question": question, "samples": samples})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("interview.change_sampleanswer")
def edit_sample(request: PersonRequest, key: str, pk: int | None = None) -> HttpResponse:
    question = find_question(request, key)
    sample = (
        SampleAnswer(question=question, key=free_key(question))
        if pk is None
        else get_object_or_404(question.samples.visible_to(request.user), pk=pk)
    )
    points = points_of(question)
    form = SampleForm(request.POST or None, instance=sample, points=[p.key for p in points])
    newest = sample.history.order_by("-pk").values_list("pk", flat=True).first() if pk else None
    sent = request.method == "POST"
    if sent and form.is_valid() and request.POST.get("seen") not in (None, str(newest or "")):
        words = _(
            "Somebody has changed this answer since you opened it. "
            "Save again to put yours in its place."
        )
        form.add_error(None, words)
    if sent and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("curation-samples", key)
    judged = [
        (point, request.POST.get(f"state-{point.key}") or sample.states.get(point.key, "not_said"))
        for point in points
    ]
    context = {
        "question": question,
        "sample": sample,
        "seen": newest or "",
        "form": form,
        "judged": judged,
        "states": STATES,
        "changes": sample.history.select_related("history_user")[:20] if sample.pk else [],
    }
    return render(request, "curation/sample.html", context, status=422 if form.errors else 200)


@require_POST
@permission_required("interview.delete_sampleanswer")
def delete_sample(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    question = find_question(request, key)
    get_object_or_404(question.samples.visible_to(request.user), pk=pk).delete()
    messages.success(request, _("Deleted; its history stays."))
    return redirect("curation-samples", key)


def points_of(question: Question) -> list[RubricPoint]:
    """Return the points that answers are labelled by: the open version's, else the published one's."""
    version = question.versions.open().order_by("-number").first() or question.current
    return [] if version is None else list(version.points.all())


def free_key(question: Question) -> str:
    """Return a key that no answer has or had: what somebody said of it stays about that one."""
    number = question.samples.count() + 1
    while SampleAnswer.history.filter(key=f"{question.key}-s{number}").exists():
        number += 1
    return f"{question.key}-s{number}"
