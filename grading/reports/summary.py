"""A session's results added up: a number with its doubt, dimensions, next steps, where the time went."""

from __future__ import annotations

from math import sqrt
from typing import Any

from grading.engine.verdict import CREDIT, NINETY_PERCENT
from interview.models import Dimension

NEXT_STEPS = 3


def summarise(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the context `summary`: means over what is scored; blanks stay out of them."""
    parts = [part for item in items for part in item.get("stages") or [item]]
    scored = [part for part in parts if part["status"] == "scored"]
    answered = [part for part in parts if part["status"] != "unanswered"]
    pending = [part for part in parts if part["status"] == "pending"]
    score, low, high = mean_interval([item for item in items if item["score"] is not None])
    return {
        "score": score,
        "low": low,
        "high": high,
        "graded": len(scored),
        "total": len(parts),
        "of_stages": any(item.get("stages") for item in items),
        "blank_stages": sum(item.get("blank_stages", 0) for item in items),
        "failures": [failure for item in items for failure in item.get("failures", ())],
        "answered": len(answered),
        "pending": len(pending),
        "unscored": len([part for part in parts if part["status"] == "unscored"]),
        "dimensions": add_up_dimensions(scored),
        "next_steps": choose_next_steps(scored),
        "unclear": any(p["state"] == "unsure" for part in scored for p in part["points"]),
        "ledger": [describe_time(part) for part in parts],
        "complete": not pending,
    }


def mean_interval(scored: list[dict[str, Any]]) -> tuple[float | None, float | None, float | None]:
    """Return the mean score and its interval, the questions' errors taken as independent."""
    if not scored:
        return None, None, None
    n = len(scored)
    mean = sum(item["score"] for item in scored) / n
    below = sqrt(sum((item["score"] - item["low"]) ** 2 for item in scored)) / n
    above = sqrt(sum((item["high"] - item["score"]) ** 2 for item in scored)) / n
    return round(mean, 1), round(max(0.0, mean - below), 1), round(min(100.0, mean + above), 1)


def add_up_dimensions(scored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for dimension in Dimension:
        points = [p for item in scored for p in item["points"] if p["dimension"] == dimension]
        weight = sum(p["weight"] for p in points)
        if weight:
            score = 100 * sum(p["weight"] * (p["credit"] or 0.0) for p in points) / weight
            variance = sum(p["weight"] ** 2 * doubt(p["probabilities"]) for p in points)
            half = 100 * NINETY_PERCENT * sqrt(variance) / weight
            found.append(
                {
                    "key": dimension.value,
                    "label": dimension.label,
                    "score": round(score, 1),
                    "low": round(max(0.0, score - half), 1),
                    "high": round(min(100.0, score + half), 1),
                    "points": len(points),
                }
            )
    return found


def doubt(probabilities: dict[str, float]) -> float:
    """Return the variance of a point's credit, from how likely each state is."""
    mean = sum(CREDIT.get(state, 0.0) * p for state, p in probabilities.items())
    square = sum(CREDIT.get(state, 0.0) ** 2 * p for state, p in probabilities.items())
    return max(0.0, square - mean**2)


def choose_next_steps(scored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the heaviest points that were contradicted, missed or half said."""
    order = {"contradicted": 0, "not_said": 1, "partly": 2}
    lacking = [
        (order[p["state"]], -p["weight"] - 2 * p["required"], place, item, p)
        for place, item in enumerate(scored)
        for p in item["points"]
        if p["state"] in order
    ]
    lacking.sort(key=lambda entry: entry[:3])
    return [
        {
            "position": item["position"],
            "anchor": item["anchor"],
            "stage": item.get("label", ""),
            "text": p["text"],
            "probe": p["probe"],
            "state": p["state"],
        }
        for _, _, _, item, p in lacking[:NEXT_STEPS]
    ]


def describe_time(item: dict[str, Any]) -> dict[str, Any]:
    scored = item["status"] == "scored"
    return {
        "position": item.get("number", item["position"]),
        "anchor": item["anchor"],
        "title": item["title"],
        "percent": min(100, round(100 * item["spent_seconds"] / max(1, item["allotted_seconds"]))),
        "over": item.get("over", False),
        "spent_seconds": item["spent_seconds"],
        "allotted_seconds": item["allotted_seconds"],
        "spent": item["spent"],
        "allotted": item["allotted"],
        "score": item["score"],
        "earned": round(sum(p["weight"] * p["credit"] for p in item["points"]), 1)
        if scored
        else None,
        "weight": sum(p["weight"] for p in item["points"]),
    }
