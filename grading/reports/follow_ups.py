"""What was said only when asked for it: beside the answer, never in its score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grading.models import Grade
from grading.raters.words import state_label
from grading.reports.item import item_status
from grading.reports.markup import mark_up
from interview.models import Answer

EARNED = ("said", "partly")


def describe_follow_ups(
    item: dict[str, Any], follow_ups: Sequence[tuple[Answer, Grade | None]]
) -> dict[str, Any]:
    """Return what ``reports/_follow_ups.html`` adds to an item, and mark the points asked for.

    `asked_score` is the score as if each point that was said when asked had been said unprompted.
    """
    points = {point["key"]: point for point in item["points"]}
    entries = [
        describe_one(follow_up, grade, item, points.get(follow_up.asked_point.key, {}))
        for follow_up, grade in follow_ups
        if follow_up.asked_point
    ]
    for entry in entries:
        if entry["point"]:
            entry["point"]["asked"] = entry
    scored = item["score"] is not None and any(e["status"] == "scored" for e in entries)
    return {
        "follow_ups": entries,
        "follow_ups_pending": any(entry["status"] == "pending" for entry in entries),
        "asked_score": raised(item, entries) if scored else None,
    }


def describe_one(
    follow_up: Answer, grade: Grade | None, item: dict[str, Any], point: dict[str, Any]
) -> dict[str, Any]:
    status = item_status(follow_up, grade)
    scores = list(grade.point_scores.all()) if grade and status == "scored" else []
    score = next((s for s in scores if s.point_id == follow_up.asked_point_id), None)
    quotes = {score.point.key: score.quotes} if score else {}
    asked = follow_up.asked_point
    return {
        "sequence": follow_up.sequence,
        "draft_key": f"{item['session_id']}/{item['position']}/{follow_up.sequence}",
        "probe": asked.probe(item["language"]) if asked else "",
        "text": follow_up.text,
        "closed_by": follow_up.closed_by,
        "status": status,
        "state": score.state if score else "",
        "state_label": state_label(score.state) if score else "",
        "earned": bool(score and score.state in EARNED),
        "credit": score.credit if score else None,
        "before_label": point.get("state_label", ""),
        "marked": mark_up(follow_up.text, quotes),
        "point": point,
    }


def raised(item: dict[str, Any], entries: list[dict[str, Any]]) -> float:
    weight = sum(point["weight"] for point in item["points"])
    gained = sum(
        entry["point"]["weight"] * max(0.0, entry["credit"] - (entry["point"]["credit"] or 0.0))
        for entry in entries
        if entry["credit"] is not None and entry["point"]
    )
    return float(min(100.0, item["score"] + (100.0 * gained / weight if weight else 0.0)))


def sum_up_asked(items: list[dict[str, Any]]) -> float | None:
    """Return the mean score with what was said when asked; None where nothing was asked."""
    scored = [item for item in items if item["status"] == "scored"]
    if not any(item["asked_score"] is not None for item in scored):
        return None
    values: list[float] = [
        item["score"] if item["asked_score"] is None else item["asked_score"] for item in scored
    ]
    return round(sum(values) / len(values), 1)
