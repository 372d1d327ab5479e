"""What a person has done: their sessions with scores, and their skills by dimension and topic."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, FloatField, Max, Prefetch, Sum
from django.db.models.functions import Cast

from grading.models import Grade, PointScore
from grading.reports.item import net
from grading.reports.summary import mean_interval
from interview.models import Answer, Dimension, Round, Session, Turn, User

HISTORY_LIMIT = 100
SKILL_TOPICS = 12


def list_history(user: User, *, limit: int = HISTORY_LIMIT) -> list[dict[str, Any]]:
    """Return the newest finished sessions with their scores, in a fixed number of queries."""
    grades = Grade.objects.newest_scored()
    answers = Answer.objects.to_questions().prefetch_related(Prefetch("grades", grades))
    turns = Turn.objects.select_related("version").prefetch_related(Prefetch("answers", answers))
    sessions = (
        Session.objects.visible_to(user)
        .filter(finished_at__isnull=False)
        .prefetch_related(Prefetch("turns", turns))[:limit]
    )
    return [describe_session(session) for session in sessions]


def describe_session(session: Session) -> dict[str, Any]:
    scored = []
    total = 0
    for turn in session.turns.all():
        cost = turn.hints_cost()
        for answer in turn.answers.all():
            total += 1
            scored += [
                {"score": net(g.score, cost), "low": net(g.low, cost), "high": net(g.high, cost)}
                for g in answer.grades.all()
            ]
    score, low, high = mean_interval(scored)
    return {
        "session": session,
        "score": score,
        "low": low,
        "high": high,
        "graded": len(scored),
        "total": total,
        "when": session.started_at,
        "round_label": Round(session.round).label,
    }


def draw_trend(history: list[dict[str, Any]]) -> list[list[float]]:
    """Return [milliseconds, score] pairs, oldest first."""
    scored = [entry for entry in reversed(history) if entry["score"] is not None]
    return [[int(entry["when"].timestamp() * 1000), entry["score"]] for entry in scored]


def map_skills(user: User) -> list[dict[str, Any]]:
    rows = credit_by(user, "point__dimension")
    found = {row["point__dimension"]: row for row in rows}
    return [
        {"label": dimension.label, "score": share(found[dimension]), "n": found[dimension]["n"]}
        for dimension in Dimension
        if dimension in found
    ]


def map_topics(user: User, language: str) -> list[dict[str, Any]]:
    """Return the topics met most lately, the weakest first."""
    name = f"point__version__question__topic__name_{language}"
    rows = credit_by(user, "point__version__question__topic", name)
    rows = rows.order_by("-last")[:SKILL_TOPICS]
    topics = [{"label": row[name], "score": share(row), "n": row["n"]} for row in rows]
    return sorted(topics, key=lambda topic: topic["score"])


def credit_by(user: User, *fields: str) -> Any:
    # what was said only when asked for it is no skill yet
    standing = Grade.objects.visible_to(user).newest_scored().filter(answer__asked_point=None)
    weight = F("point__weight")
    return (
        PointScore.objects.filter(grade__in=standing)
        .order_by()
        .values(*fields)
        .annotate(
            earned=Sum(F("credit") * weight, output_field=FloatField()),
            possible=Sum(Cast(weight, FloatField())),
            n=Count("grade", distinct=True),
            last=Max("grade__finished_at"),
        )
    )


def share(row: dict[str, Any]) -> float:
    return round(100 * row["earned"] / row["possible"], 1) if row["possible"] else 0.0
