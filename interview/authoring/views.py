"""The list of questions, a question's own page, a new one."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interview.accounts.access import PersonRequest
from interview.authoring.access import permission_required
from interview.authoring.drafting import begin_draft
from interview.authoring.finding import ENOUGH_SAMPLES, QuestionSearch
from interview.authoring.forms import FrameForm, QuestionForm
from interview.questions.events import VersionEvent
from interview.questions.models import Question

PAGE = 50


@require_safe
@permission_required("interview.view_question")
def list_questions(request: PersonRequest) -> HttpResponse:
    search = QuestionSearch(request.GET)
    page = Paginator(search.found(request.user), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"search": search, "page": page, "query": query.urlencode(), "enough": ENOUGH_SAMPLES}
    return render(request, "curation/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("interview.add_question")
def begin_question(request: PersonRequest) -> HttpResponse:
    form = QuestionForm(request.POST or None, initial={"minutes": 8, "level": "mid"})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            version = begin_draft(form.save(), request.user)
        return redirect("curation-version", version.pk)
    status = 422 if form.errors else 200
    return render(request, "curation/new.html", {"form": form}, status=status)


@require_safe
@permission_required("interview.view_question")
def show_question(request: PersonRequest, key: str) -> HttpResponse:
    question = find_question(request, key)
    return render_question(request, question, FrameForm(instance=question))


def render_question(request: PersonRequest, question: Question, frame: FrameForm) -> HttpResponse:
    versions = list(question.versions.select_related("author").order_by("-number"))
    events = (
        VersionEvent.objects.filter(version__question=question)
        .select_related("version", "by")
        .order_by("-at", "-pk")[:100]
    )
    context = {
        "question": question,
        "versions": versions,
        "open_version": next((v for v in versions if v.state in ("draft", "in_review")), None),
        "events": events,
        "frame": frame,
        "changes": question.history.filter(history_user__isnull=False).select_related(
            "history_user"
        )[:20],
        "samples_held": question.samples.count(),
    }
    status = 422 if frame.errors else 200
    return render(request, "curation/question.html", context, status=status)


@require_POST
@permission_required("interview.change_question")
def change_frame(request: PersonRequest, key: str) -> HttpResponse:
    question = find_question(request, key)
    form = FrameForm(request.POST, instance=question)
    if not form.is_valid():
        return render_question(request, find_question(request, key), form)
    form.save()
    messages.success(request, _("Saved."))
    return redirect("curation-question", key)


@require_POST
@permission_required("interview.change_question")
def offer_question(request: PersonRequest, key: str) -> HttpResponse:
    """Withdraw the question, or offer it again."""
    question = find_question(request, key)
    if request.POST.get("act") == "withdraw":
        question.withdraw()
        messages.success(request, _("Withdrawn: nobody new is asked it."))
    else:
        question.offer_again()
        messages.success(request, _("Offered again."))
    return redirect("curation-question", key)


@require_POST
@permission_required("interview.change_rubricversion")
def begin_version(request: PersonRequest, key: str) -> HttpResponse:
    return redirect("curation-version", begin_draft(find_question(request, key), request.user).pk)


def find_question(request: PersonRequest, key: str) -> Question:
    questions = Question.objects.visible_to(request.user).select_related("topic", "current")
    return get_object_or_404(questions.keyed(key))
