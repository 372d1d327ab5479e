"""What the page shows of a critique: whole, or as far as it has been written."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from grading.critique.reply import parse, speaks
from grading.critique.trust import newest_measurement, trusted_states
from grading.models import Critique, CritiqueReason, CritiqueStatus, Grade
from grading.raters.words import state_label


def describe_critique(critique: Critique, grade: Grade) -> dict[str, Any]:
    """Return the context of ``critique/_written.html``; opinions with their points are fetched."""
    measured = newest_measurement(critique)
    shown = (
        describe_partial(critique, grade) if critique.is_live else describe_whole(critique, grade)
    )
    trusted = trusted_states(measured)
    for point in shown["points"]:
        if point["verdict"] not in trusted:
            point |= {"verdict": "", "verdict_label": "", "disagrees": False}
    return shown | {
        "critique": critique,
        "measured": measured,
        "trusted": trusted,
        "reason": CritiqueReason(critique.reason).label if critique.reason else "",
        "written": critique.status == CritiqueStatus.WRITTEN,
        "currency": settings.CRITIQUE_CURRENCY,
        "tokens": critique.tokens_in + critique.tokens_out,
    }


def describe_whole(critique: Critique, grade: Grade) -> dict[str, Any]:
    states = dict(grade.point_scores.values_list("point_id", "state"))
    numbers = {p.pk: number for number, p in enumerate(grade.version.points.all(), start=1)}
    language = grade.answer.turn.session.language
    content: dict[str, Any] = critique.content
    return content | {
        "points": [
            {
                "number": numbers.get(opinion.point_id),
                "text": opinion.point.text(language),
                "verdict": opinion.verdict,
                "verdict_label": state_label(opinion.verdict) if opinion.verdict else "",
                "engine_label": state_label(states[opinion.point_id])
                if opinion.point_id in states
                else "",
                "disagrees": opinion.disagrees,
                "quote": opinion.quote,
                "comment": opinion.comment,
            }
            for opinion in critique.opinions.select_related("point")
            if opinion.comment or opinion.verdict
        ],
    }


def describe_partial(critique: Critique, grade: Grade) -> dict[str, Any]:
    """Show the comments that have been written so far; verdicts wait until they are checked."""
    found = parse(critique.partial, growing=True) or {}
    entries = found.get("points")
    comments = {
        entry.get("point"): entry.get("comment")
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict)
    }
    language, wanted = grade.answer.turn.session.language, critique.language
    points = [
        {"number": number, "text": point.text(language), "comment": comment, "verdict": ""}
        for number, point in enumerate(grade.version.points.all(), start=1)
        if (comment := tidy(comments.get(point.key), wanted))
    ]
    strengths = found.get("strengths")
    return {
        "points": points,
        "strengths": [
            text
            for item in (strengths if isinstance(strengths, list) else [])
            if (text := tidy(item, wanted))
        ],
        "next_step": tidy(found.get("next_step"), wanted),
    }


def tidy(value: Any, language: str) -> str:
    return value.strip()[:1200] if isinstance(value, str) and speaks(value, language) else ""
