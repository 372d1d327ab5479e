"""Drawing questions for a session: none twice, first those this person has not seen."""

from __future__ import annotations

import random
from collections.abc import Collection

from django.db.models import Count, Max, Q

from interview.accounts.models import User
from interview.questions.models import Question


def draw_questions(
    user: User,
    *,
    round: str,
    minutes: int,
    level: str = "",
    topics: Collection[str] = (),
    rng: random.Random | None = None,
) -> list[Question]:
    """Return questions that fit in `minutes`, at least one if any matches.

    Seldom seen come before often seen, long ago before recently, chance decides the rest; a topic
    comes back only when the others are used up.
    """
    rng = rng or random.SystemRandom()
    mine = Q(versions__turns__session__user=user)
    candidates = (
        Question.objects.askable()
        .filter(round=round)
        .select_related("current", "topic")
        .annotate(
            seen=Count("versions__turns", filter=mine, distinct=True),
            last_seen=Max("versions__turns__session__started_at", filter=mine),
        )
    )
    if level:
        candidates = candidates.filter(level=level)
    if topics:
        candidates = candidates.filter(topic__key__in=topics)

    pool = list(candidates)
    rng.shuffle(pool)
    pool.sort(key=lambda q: (q.seen, q.last_seen.timestamp() if q.last_seen else 0))
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
