"""The trial bench, the preview of a regrade, the search by meaning: asked here, judged by the worker."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db.models import Avg, Count, Q
from django.db.models.functions import Abs
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grading.curation.again import ask_regrade, progress_of
from grading.curation.meaning import ask_again
from grading.curation.nudging import nudge
from grading.curation.previewing import LOOKED_AT
from grading.curation.tasks import (
    check_meaning,
    judge_preview,
    judge_regrade,
    judge_trials,
    search_meaning,
)
from grading.curation.trying import MOST, ask_trials
from grading.models import JobState, MeaningCheck, MeaningSearch, Preview, Trial
from grading.raters.words import gate_text
from interview.models import (
    PUBLISH,
    REVIEW,
    RequestError,
    RubricVersion,
    SampleAnswer,
    content_hash,
)
from interview.web import PersonRequest, permission_required

SEEN = "interview.view_rubricversion"
# What the machine says, of past answers too: not for graders, who are to be blind to it.
JUDGED = ("interview.change_rubricversion", REVIEW, PUBLISH)
CHANGED = 0.5
LONGEST = 20_000
# the bank changes: what a search found is not found for ever
FRESH = timedelta(minutes=5)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(*JUDGED)
def show_trials(request: PersonRequest, pk: int) -> HttpResponse:
    version = find_version(request, pk)
    samples = list(
        SampleAnswer.objects.filter(question=version.question).order_by("language", "kind", "key")
    )
    if request.method == "POST":
        try:
            ask(request, version, samples)
        except RequestError as error:
            messages.error(request, error.message)
            return render_bench(request, version, samples, 422)
        return redirect("curation-trial", pk)
    return render_bench(request, version, samples, 200)


def ask(request: PersonRequest, version: RubricVersion, samples: list[SampleAnswer]) -> None:
    chosen = set(request.POST.getlist("sample"))
    texts: list[tuple[str, str, SampleAnswer | None]] = [
        (sample.language, sample.text, sample)
        for sample in samples
        if str(sample.pk) in chosen or "all" in chosen
    ]
    if (again := request.POST.get("again", "")).isdecimal():
        failed = Trial.objects.filter(version=version, pk=again, state=JobState.BROKEN)
        texts += [(row.language, row.text, row.sample) for row in failed.select_related("sample")]
    text, language = request.POST.get("text", "").strip(), request.POST.get("language", "")
    if len(text) > LONGEST or "\x00" in text:
        raise RequestError(_("That text is too long."))
    if text:
        if language not in ("ko", "en"):
            raise RequestError(_("Say which language the answer is in."))
        texts.insert(0, (language, text, None))
    if not texts:
        raise RequestError(_("Write an answer, or choose one of the labelled ones."))
    trials = ask_trials(version, request.user, texts)
    nudge(judge_trials, [trial.pk for trial in trials])


def render_bench(
    request: PersonRequest,
    version: RubricVersion,
    samples: list[SampleAnswer],
    status: int,
) -> HttpResponse:
    context = found_trials(version) | {
        "samples": samples,
        "most": MOST,
        "text": request.POST.get("text", ""),
        "language": request.POST.get("language", request.LANGUAGE_CODE),
        "chosen": request.POST.getlist("sample"),
    }
    return render(request, "curation/trial.html", context, status=status)


@require_safe
@permission_required(*JUDGED)
def show_results(request: PersonRequest, pk: int) -> HttpResponse:
    return render(request, "curation/_trials.html", found_trials(find_version(request, pk)))


def found_trials(version: RubricVersion) -> dict[str, object]:
    """Return the newest trials, each point with both verdicts beside one another."""
    trials = list(Trial.objects.filter(version=version).select_related("sample")[:MOST])
    points = {point.key: point for point in version.points.all()}
    for trial in trials:
        published = {
            point["key"]: point for point in trial.results.get("published", {}).get("points", ())
        }
        drafted = trial.results.get("draft", {}).get("points", ())
        trial.gates = [gate_text(gate) for gate in trial.results.get("draft", {}).get("gates", ())]
        trial.rows = [
            {
                "point": points.get(point["key"]),
                "key": point["key"],
                "draft": point,
                "published": published.get(point["key"]),
                "label": trial.sample.states.get(point["key"]) if trial.sample else None,
            }
            for point in drafted
        ]
    return {
        "version": version,
        "question": version.question,
        "trials": trials,
        "waiting": any(trial.is_open for trial in trials),
        "content_hash": content_hash(version),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(*JUDGED)
def show_preview(request: PersonRequest, pk: int) -> HttpResponse:
    version = find_version(request, pk)
    if request.method == "POST":
        preview = Preview.objects.due().filter(version=version).first()
        preview = preview or Preview.objects.create(version=version, by=request.user)
        nudge(judge_preview, preview.pk)
        return redirect("curation-preview", pk)
    template = "curation/_preview.html" if request.htmx else "curation/preview.html"
    return render(request, template, summed_up(version))


def summed_up(version: RubricVersion) -> dict[str, object]:
    preview = Preview.objects.filter(version=version).first()
    context: dict[str, object] = {
        "version": version, "question": version.question, "preview": preview, "most": LOOKED_AT,
        "progress": progress_of(version),
    }  # fmt: skip
    if preview is None or preview.is_open:
        return context
    rows = preview.rows.all()
    sums = rows.annotate(size=Abs("change")).aggregate(
        all=Count("pk"),
        changed=Count("pk", filter=Q(size__gte=CHANGED)),
        up=Count("pk", filter=Q(change__gte=CHANGED)),
        down=Count("pk", filter=Q(change__lte=-CHANGED)),
        mean=Avg("change"),
        mean_size=Avg("size"),
    )
    worst = (
        rows.annotate(size=Abs("change"))
        .filter(size__gte=CHANGED)
        .select_related("grade__answer__turn__session")
        .order_by("-size")[:12]
    )
    fresh = preview.content_hash == content_hash(version)
    return context | {"sums": sums, "worst": worst, "fresh": fresh}


@require_POST
@permission_required(PUBLISH)
def regrade(request: PersonRequest, pk: int) -> HttpResponse:
    """Judge past answers again under the published version; their old grades stay."""
    try:
        asked = ask_regrade(find_version(request, pk), request.user)
    except RequestError as error:
        messages.error(request, error.message)
    else:
        nudge(judge_regrade, asked.pk)
        messages.success(request, _("Past answers are graded again, beside their grades."))
    return redirect("curation-preview", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(SEEN)
def show_meaning(request: PersonRequest, pk: int) -> HttpResponse:
    """The part of the editor that says which points are too alike; it asks again while one waits."""
    version = find_version(request, pk)
    if request.method == "POST":
        ask_again(pk)
        nudge(check_meaning, pk)
    check = MeaningCheck.objects.filter(version=version).first()
    numbers = {point.key: place for place, point in enumerate(version.points.all(), start=1)}
    waiting = check is None or check.revision != version.revision or check.is_open
    context = {
        "version": version,
        "waiting": waiting,
        "broken": not waiting and check is not None and check.state == JobState.BROKEN,
        "pairs": [
            pair | {"first": numbers[pair["one"]], "second": numbers[pair["other"]]}
            for pair in (check.findings if check else ())
            if pair["one"] in numbers and pair["other"] in numbers
        ],
    }
    return render(request, "curation/_meaning.html", context)


@require_safe
@permission_required("interview.view_question")
def search(request: PersonRequest) -> HttpResponse:
    """Find questions by meaning: the search is a row, found by the worker, shown when it is."""
    text = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:400]
    row = None
    if text:
        mine = MeaningSearch.objects.filter(by=request.user, text=text)
        # a page that waits for one asks for that one; another is begun only by who searches again
        if (asked := request.GET.get("search", "")).isdecimal():
            row = mine.filter(pk=asked).first()
        else:
            fresh = Q(asked_at__gt=timezone.now() - FRESH) & ~Q(state=JobState.BROKEN)
            row = mine.filter(fresh | Q(state__in=(JobState.WAITING, JobState.RUNNING))).first()
        if row is None:
            row = MeaningSearch.objects.create(by=request.user, text=text)
            nudge(search_meaning, row.pk)
    template = "curation/_meaning_found.html" if request.htmx else "curation/meaning.html"
    return render(request, template, {"text": text, "search": row})


def find_version(request: PersonRequest, pk: int) -> RubricVersion:
    versions = RubricVersion.objects.visible_to(request.user).select_related("question__current")
    return get_object_or_404(versions.prefetch_related("points"), pk=pk)
