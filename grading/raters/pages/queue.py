"""The queue of answers, and the page on which one is graded."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from grading.models import PersonState, RatedQuestion, Rating, RatingState, RatingTakenOver
from grading.raters.access import rater_required
from grading.raters.deciding import read_quotes, read_states
from grading.raters.prepared import training_of
from grading.raters.queue import points_of, question_to_rate, take_next
from interview.models import Question, RequestError, Stage
from interview.web import PersonRequest

PAGE = 50


@require_safe
@never_cache
@rater_required
def show_queue(request: PersonRequest) -> HttpResponse:
    rows = RatedQuestion.objects.filter(Q(waiting__gt=0) | Q(conflicts__gt=0))
    rows = rows.select_related("question__topic").order_by("-conflicts", "-waiting", "question")
    mine = Rating.objects.visible_to(request.user)
    context = {
        "tab": "queue",
        "training": training_of(request.user),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "done": mine.done().count(),
        "in_work": mine.filter(state=RatingState.OPEN).exists(),
    }
    return render(request, "raters/queue.html", context)


@require_POST
@rater_required
def take(request: PersonRequest) -> HttpResponse:
    """Take the next answer, of one question or of the one where most waits."""
    now = timezone.now()
    if not training_of(request.user)["unlocked"]:
        messages.info(request, _("First score a few prepared answers; then the queue opens."))
        return redirect("raters-training")
    if key := request.POST.get("question"):
        question: Question | None = get_object_or_404(Question.objects.keyed(key))
    else:
        question = question_to_rate(request.user, now)
    rating = take_next(request.user, question, now) if question else None
    if rating is None:
        messages.info(request, _("Nothing waits for you here just now."))
        return redirect("raters-queue")
    return redirect("raters-rating", rating.pk)


def mine(request: PersonRequest, pk: int) -> Rating:
    rows = Rating.objects.visible_to(request.user).select_related(
        "answer__turn__session", "answer__turn__version__question"
    )
    return get_object_or_404(rows.prefetch_related("rated_points"), pk=pk)


@require_safe
@never_cache
@rater_required
def show_rating(request: PersonRequest, pk: int) -> HttpResponse:
    rating = mine(request, pk)
    if rating.state == RatingState.LAPSED:
        messages.info(request, RatingTakenOver().message)
    if rating.state != RatingState.OPEN:
        return redirect("raters-queue")
    return render(request, "raters/rating.html", describe_rating(rating))


def describe_rating(rating: Rating, error: str = "") -> dict[str, object]:
    answer = rating.answer
    version = answer.turn.version
    language = answer.turn.session.language
    said = {row.point_id: row for row in rating.rated_points.all()}
    others = others_of(rating) if rating.sequence == 3 else []
    points = []
    for number, point in enumerate(points_of(answer), start=1):
        theirs = [other.get(point.pk, "") for other in others]
        row = said.get(point.pk)
        # what two people agree on needs no third one, who may still see it otherwise
        agreed = theirs[0] if len(set(theirs)) == 1 else ""
        points.append(
            {
                "pk": point.pk,
                "number": number,
                "text": point.text(language),
                "required": point.required,
                "chosen": row.state if row else agreed,
                "quote": quote_of(answer.text, row.quote_start, row.quote_end) if row else "",
                "quote_at": f"{row.quote_start}-{row.quote_end}"
                if row and row.quote_start is not None
                else "",
                "theirs": [str(PersonState(state).label) for state in theirs if state],
                "conflict": bool(theirs) and not agreed,
            }
        )
    return {
        "tab": "queue",
        "rating": rating,
        "answer": answer,
        "question": version.question,
        "language": language,
        "prompt": version.prompt(language),
        "stage": Stage(answer.stage).label if answer.stage else "",
        "model_answer": version.model_answer(language),
        "points": points,
        "states": PersonState.choices,
        "error": error,
    }


def others_of(rating: Rating) -> list[dict[int, str]]:
    rows = Rating.objects.done().filter(answer=rating.answer_id, sequence__lt=3)
    return [row.states() for row in rows.prefetch_related("rated_points")]


def quote_of(text: str, start: int | None, end: int | None) -> str:
    return "" if start is None or end is None else text[start:end]


@require_POST
@rater_required
def save(request: PersonRequest, pk: int) -> HttpResponse:
    """Autosave; a script sends the whole form after each change."""
    rating = mine(request, pk)
    keep(request, rating)
    rating.refresh_from_db(fields=["locked_until"])
    return JsonResponse({"locked_until": rating.locked_until.isoformat()})


@require_POST
@rater_required
def finish(request: PersonRequest, pk: int) -> HttpResponse:
    """Save and close, then the next answer to the same question."""
    rating = mine(request, pk)
    try:
        if rating.state != RatingState.DONE:
            keep(request, rating)
            rating.finish(points_of(rating.answer))
    except RequestError as error:
        page = describe_rating(mine(request, pk), error.message)
        return render(request, "raters/rating.html", page, status=422)
    question = rating.answer.turn.version.question
    following = take_next(request.user, question, timezone.now())
    if following is None:
        messages.success(request, _("That was the last answer to this question for now."))
        return redirect("raters-queue")
    return redirect("raters-rating", following.pk)


def keep(request: HttpRequest, rating: Rating) -> None:
    points = {point.pk for point in points_of(rating.answer)}
    states = read_states(request.POST, points)
    rating.save_states(states, read_quotes(request.POST, points, len(rating.answer.text)))
