"""Drawing questions for a session: none twice, first those this person has not seen."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import UTC, datetime

from django.db.models import Count, Max, Q

from interview.accounts.models import User
from interview.questions.models import Question

NEVER = datetime(1, 1, 1, tzinfo=UTC)


def draw_questions(
    user: User,
    *,
    round: str,
    minutes: int,
    level: str = "",
    topics: Collection[str] = (),
    whole_case: bool = False,
    rng: random.Random | None = None,
) -> list[Question]:
    """Return questions that fit in `minutes`, at least one if any matches.

    Seldom seen come before often seen, long ago before recently, chance decides the rest; a topic
    comes back only when the others are used up. `whole_case` draws one design case instead.
    """
    rng = rng or random.SystemRandom()
    mine = Q(versions__turns__session__user=user)
    questions = Question.objects.cases() if whole_case else Question.objects.askable()
    candidates = questions.filter(round=round).annotate(
        seen=Count("versions__turns", filter=mine, distinct=True),
        last_seen=Max("versions__turns__session__started_at", filter=mine),
    )
    if level:
        candidates = candidates.filter(level=level)
    if topics:
        candidates = candidates.filter(topic__key__in=topics)

    order = {
        key: (seen, last_seen or NEVER)
        for key, seen, last_seen in candidates.values_list("pk", "seen", "last_seen")
    }
    pool = list(Question.objects.filter(pk__in=order).select_related("current", "topic"))
    rng.shuffle(pool)
    pool.sort(key=lambda question: order[question.pk])
    if whole_case:
        return pool[:1]
    drawn: list[Question] = []
    left = minutes
    for fresh_topic in (True, False):
        for question in pool:
            if question in drawn or question.minutes > left:
                continue
            if fresh_topic and question.topic_id in {other.topic_id for other in drawn}:
                continue
            drawn.append(question)
            left -= question.minutes
    if not drawn and pool:
        drawn = [min(pool, key=lambda q: q.minutes)]
    return drawn
