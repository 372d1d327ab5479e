"""Prepared answers: labelled ones that come with the questions, to learn grading on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from grading.models import TrainingRating
from interview.models import LabelledAnswer, Question, RubricPoint, User, read_labelled


@lru_cache(maxsize=1)
def prepared_answers() -> dict[str, LabelledAnswer]:
    """Every labelled answer by its id; those files never change while a process runs."""
    return {answer.id: answer for answer in read_labelled(settings.LABELLED_FOLDER)}


def next_prepared(user: User, language: str) -> LabelledAnswer | None:
    """Return the rater's next answer: in their language, each rater's in an order of their own."""
    seen = set(TrainingRating.objects.filter(rater=user).values_list("sample", flat=True))
    keys = dict(Question.objects.published().values_list("key", "current"))
    fitting = [
        answer
        for answer in prepared_answers().values()
        if answer.language == language and answer.id not in seen and answer.question in keys
    ]
    fitting.sort(key=lambda answer: hashlib.sha256(f"{user.pk}:{answer.id}".encode()).digest())
    for answer in fitting:
        if points_for(answer):
            return answer
    return None


def points_for(answer: LabelledAnswer) -> list[RubricPoint]:
    """Return the published points that the label speaks of; none where the rubric has moved on."""
    points = list(
        RubricPoint.objects.filter(
            version__question__key=answer.question, version__state="published"
        )
    )
    return points if {point.key for point in points} == set(answer.states) else []


def score_training(user: User, answer: LabelledAnswer, states: Mapping[str, str]) -> TrainingRating:
    """Write down what the rater said of a prepared answer; the first try counts."""
    right = sum(states.get(key) == state for key, state in answer.states.items())
    row, _made = TrainingRating.objects.get_or_create(
        rater=user,
        sample=answer.id,
        defaults={
            "question": answer.question,
            "states": dict(states),
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
