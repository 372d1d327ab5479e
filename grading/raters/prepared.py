"""Prepared answers: those that curators labelled, or that came with the questions, to learn grading on."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import MD5, Cast, Concat

from grading.models import TrainingRating
from interview.models import Question, RubricPoint, SampleAnswer, User

# how many answers in a row may be labelled by points that are not published any more
LOOKED_AT = 500
AT_ONCE = 20


def prepared_answers() -> QuerySet[SampleAnswer]:
    """Return the labelled answers of questions that are asked."""
    asked = Question.objects.published().filter(pk=OuterRef("question"), withdrawn_at__isnull=True)
    return SampleAnswer.objects.filter(Exists(asked)).exclude(states={})


def next_prepared(user: User, language: str) -> SampleAnswer | None:
    """Return the rater's next answer: in their language, each rater's in an order of their own."""
    seen = TrainingRating.objects.filter(rater=user, sample=OuterRef("key"))
    mine = MD5(Concat(Value(f"{user.pk}:"), Cast("key", CharField())))
    fitting = prepared_answers().filter(~Exists(seen), language=language).order_by(mine)
    for start in range(0, LOOKED_AT, AT_ONCE):
        some = fitting.select_related("question")[start : start + AT_ONCE]
        if found := next((answer for answer in some if points_for(answer)), None):
            return found
        if len(some) < AT_ONCE:
            break
    return None


def points_for(answer: SampleAnswer) -> list[RubricPoint]:
    """Return the published points that the label speaks of; none where the rubric has moved on."""
    points = list(
        RubricPoint.objects.filter(version=answer.question.current_id).select_related("version")
    )
    return points if {point.key for point in points} == set(answer.states) else []


def score_training(user: User, answer: SampleAnswer, states: Mapping[str, str]) -> TrainingRating:
    """Write down what the rater said and the label beside it; the first try counts."""
    right = sum(states.get(key) == state for key, state in answer.states.items())
    row, _made = TrainingRating.objects.get_or_create(
        rater=user,
        sample=answer.key,
        defaults={
            "question": answer.question.key,
            "states": dict(states),
            "labels": dict(answer.states),
            "right": right,
            "of": len(answer.states),
        },
    )
    return row


def training_of(user: User) -> dict[str, float | int | bool]:
    """Return how far the rater has come: the last answers count, and enough of them."""
    wanted = settings.RATING_TRAINING_ANSWERS
    rows = list(TrainingRating.objects.filter(rater=user)[:wanted])
    points = sum(row.of for row in rows)
    share = 100 * sum(row.right for row in rows) / points if points else 0.0
    done = len(rows)
    return {
        "done": done,
        "wanted": wanted,
        "share": round(share),
        "threshold": settings.RATING_TRAINING_PERCENT,
        "unlocked": done >= wanted and share >= settings.RATING_TRAINING_PERCENT,
    }
