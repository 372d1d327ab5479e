"""What a person has done: their sessions with scores, and their skills by dimension and topic."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    FloatField,
    Max,
    OuterRef,
    Prefetch,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from grading.engine.verdict import CREDIT
from grading.models import Grade, Override, PointScore
from grading.reports.case import total_of
from grading.reports.item import item_status, net
from grading.reports.summary import mean_interval
from interview.models import (
    Answer,
    Dimension,
    Round,
    RubricPoint,
    Session,
    Turn,
    User,
)

HISTORY_LIMIT = 100
SKILL_TOPICS = 12
FIGURES = ("score", "low", "high")


def list_history(user: User, *, limit: int = HISTORY_LIMIT) -> list[dict[str, Any]]:
    """Return the newest finished sessions with their scores, in a fixed number of queries."""
    grades = Grade.objects.visible_to(user).newest_scored().prefetch_related("corrections")
    answers = Answer.objects.to_questions().prefetch_related(Prefetch("grades", grades))
    turns = Turn.objects.select_related("version").prefetch_related(Prefetch("answers", answers))
    sessions = (
        Session.objects.visible_to(user)
        .filter(finished_at__isnull=False)
        .prefetch_related(Prefetch("turns", turns))[:limit]
    )
    rows = list(sessions)
    weights = stage_weights(rows)
    return [describe_session(session, weights) for session in rows]


def stage_weights(sessions: list[Session]) -> dict[tuple[int, str], int]:
    """Return what the stages of the sessions' design cases weigh, by version and stage."""
    versions = {
        turn.version_id
        for session in sessions
        for turn in session.turns.all()
        if any(answer.stage for answer in turn.answers.all())
    }
    if not versions:
        return {}
    points = RubricPoint.objects.filter(version__in=versions).order_by()
    summed = points.values_list("version", "stage").annotate(total=Sum("weight"))
    return {(version, stage): total for version, stage, total in summed}


def describe_session(session: Session, weights: dict[tuple[int, str], int]) -> dict[str, Any]:
    scored = []
    total = graded = 0
    for turn in session.turns.all():
        cost = turn.hints_cost()
        parts = [
            {
                "status": item_status(answer, next(iter(answer.grades.all()), None)),
                "weight": weights.get((turn.version_id, answer.stage), 1),
                **results_of(answer),
            }
            for answer in turn.answers.all()
        ]
        total += len(parts)
        graded += sum(part["score"] is not None for part in parts)
        score, low, high = total_of(parts)
        if score is not None:
            scored.append(
                {"score": net(score, cost), "low": net(low, cost), "high": net(high, cost)}
            )
    score, low, high = mean_interval(scored)
    return {
        "session": session,
        "score": score,
        "low": low,
        "high": high,
        "graded": graded,
        "total": total,
        "when": session.started_at,
        "round_label": Round(session.round).label,
    }


def results_of(answer: Answer) -> dict[str, float | None]:
    grade = next(iter(answer.grades.all()), None)
    figures = grade.figures() if grade else (None, None, None)
    return dict(zip(FIGURES, figures, strict=True))


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
    # what a person said of the point stands before what the machine earned on it
    person = Override.objects.filter(
        answer=OuterRef("grade__answer"), point__key=OuterRef("point__key")
    )
    person = person.order_by("-pk").annotate(
        credit=Case(*(When(state=s, then=Value(c)) for s, c in CREDIT.items()), default=Value(0.0))
    )
    return (
        PointScore.objects.filter(grade__in=standing)
        .order_by()
        .annotate(standing=Coalesce(Subquery(person.values("credit")[:1]), F("credit")))
        .values(*fields)
        .annotate(
            earned=Sum(F("standing") * weight, output_field=FloatField()),
            possible=Sum(Cast(weight, FloatField())),
            n=Count("grade", distinct=True),
            last=Max("grade__finished_at"),
        )
    )


def share(row: dict[str, Any]) -> float:
    return round(100 * row["earned"] / row["possible"], 1) if row["possible"] else 0.0
