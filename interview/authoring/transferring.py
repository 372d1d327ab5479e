"""The pages of import and export."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interview.accounts.access import PersonRequest
from interview.authoring.access import permission_required
from interview.authoring.formats import LARGEST, write_csv, write_yaml
from interview.authoring.resource import tabled, versions_out
from interview.authoring.runs import ImportRun
from interview.authoring.transfer import run_import, try_import, undo_import
from interview.authoring.views import find_question
from interview.errors import RequestError
from interview.questions.models import RubricVersion

ADD = "interview.add_importrun"
SEE = "interview.view_importrun"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(SEE)
def show_transfer(request: PersonRequest) -> HttpResponse:
    error = ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        try:
            if not request.user.has_perm(ADD):
                raise RequestError(_("Your role does not allow that."), status=403)
            if upload is None:
                raise RequestError(_("Choose a file."))
            if (upload.size or 0) > LARGEST:
                raise RequestError(_("The file is too large."))
            run = try_import(upload.name or "", upload.read(), request.user)
        except RequestError as refused:
            error = refused.message
        else:
            return redirect("curation-import", run.pk)
    runs = ImportRun.objects.visible_to(request.user).select_related("by", "undone_by")
    runs = runs.filter(ran_at__isnull=False).defer("content", "report")[:30]
    context = {"runs": runs, "error": error}
    return render(request, "curation/transfer.html", context, status=422 if error else 200)


@require_safe
@permission_required(SEE)
def show_import(request: PersonRequest, pk: int) -> HttpResponse:
    run = find_run(request, pk)
    outcomes = [line["outcome"] for line in run.report]
    counts = {name: outcomes.count(name) for name in ("new", "update", "skip", "error")}
    return render(request, "curation/import.html", {"run": run, "counts": counts})


@require_POST
@permission_required(ADD)
def confirm_import(request: PersonRequest, pk: int) -> HttpResponse:
    try:
        if run_import(find_run(request, pk), request.user):
            messages.success(request, _("Imported as drafts."))
        else:
            messages.error(request, _("Nothing was imported: a row is wrong."))
    except RequestError as error:
        messages.error(request, error.message)
    return redirect("curation-import", pk)


@require_POST
@permission_required(ADD)
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    try:
        left = undo_import(find_run(request, pk), request.user)
    except RequestError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Undone: the imported drafts are put away."))
        if left:
            messages.warning(
                request, _("Changed since, and so left alone: %(keys)s") % {"keys": ", ".join(left)}
            )
    return redirect("curation-import", pk)


@require_safe
@permission_required(SEE)
def export_bank(request: PersonRequest, form: str) -> HttpResponse:
    if form == "csv":
        return attached(write_csv(tabled(versions_out())), "questions.csv", "text/csv")
    return attached(write_yaml(versions_out()), "questions.yaml", "application/yaml")


@require_safe
@permission_required(SEE)
def export_question(request: PersonRequest, key: str) -> HttpResponse:
    question = find_question(request, key)
    open_one = question.versions.open().order_by("-number").first()
    version = question.current or open_one
    if version is None:
        raise Http404
    versions = RubricVersion.objects.filter(pk=version.pk)
    name = f"{question.key}-{question.slug}.yaml"
    return attached(write_yaml(versions_out(versions)), name, "application/yaml")


def attached(text: str, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def find_run(request: PersonRequest, pk: int) -> ImportRun:
    runs = ImportRun.objects.visible_to(request.user).select_related("by", "undone_by")
    return get_object_or_404(runs, pk=pk)
