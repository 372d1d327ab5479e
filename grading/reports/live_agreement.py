"""Over time: where an interviewer hears points differently from the others, and from the machine."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from grading.engine.kappa import kappa
from grading.engine.verdict import CREDIT
from grading.raters.words import state_label
from grading.reports.live import compare_judged, load_judged
from interview.models import Dimension, Room, User

ROOMS = 30
WIDEST = 8


def describe_agreement(user: User) -> dict[str, Any]:
    """Return this interviewer's agreement over their newest rooms whose judgements are open."""
    pairs: dict[str, list[dict[str, Any]]] = {"machine": [], "others": []}
    opened = []
    rooms = list(Room.objects.visible_to(user).filter(state="ended")[:ROOMS])
    for judged in load_judged(rooms):
        room, found = judged.room, compare_judged(judged)
        if found["sealed"]:
            continue
        opened.append(room)
        mine = [n for n, card in enumerate(judged.cards) if card.seat.user_id == user.pk]
        for question in found["questions"]:
            for row in question["rows"]:
                collect(pairs, row, mine, room=room, title=question["title"])
    return {
        "rooms": len(opened),
        "by_room": [
            {"room": room} | {name: measure_room(found, room) for name, found in pairs.items()}
            for room in opened
        ],
        "machine": add_up(pairs["machine"]),
        "others": add_up(pairs["others"]),
        "widest": sorted(pairs["machine"] + pairs["others"], key=lambda p: -abs(p["gap"]))[:WIDEST]
        if opened
        else [],
    }


def collect(
    pairs: dict[str, list[dict[str, Any]]], row: dict[str, Any], mine: list[int], **about: Any
) -> None:
    for n in mine:
        own = row["humans"][n]["state"]
        rest = [human["state"] for m, human in enumerate(row["humans"]) if m != n]
        for name, states in (
            ("machine", [row["machine"]] if row["machine"] else []),
            ("others", rest),
        ):
            for state in states:
                if state in CREDIT:
                    pairs[name].append(
                        about
                        | {"own": own, "theirs": state, "with": name, "text": row["text"]}
                        | {"own_label": state_label(own), "theirs_label": state_label(state)}
                        | {"dimension": row["dimension"], "gap": CREDIT[own] - CREDIT[state]}
                    )


def add_up(pairs: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not pairs:
        return None
    by: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for pair in pairs:
        by[pair["dimension"]].append(pair)
    return measure(pairs) | {
        "dimensions": [
            {"label": dimension.label} | measure(by[dimension.value])
            for dimension in Dimension
            if by[dimension.value]
        ]
    }


def measure_room(pairs: list[dict[str, Any]], room: Room) -> dict[str, Any] | None:
    """Return how alike one room was judged; None where there was nobody, or nothing, to compare."""
    here = [pair for pair in pairs if pair["room"] == room]
    return measure(here) if here else None


def measure(pairs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return how many points, the share judged alike, kappa, and whether one hears more or less."""
    alike = sum(pair["own"] == pair["theirs"] for pair in pairs)
    return {
        "n": len(pairs),
        "share": round(100 * alike / len(pairs)),
        "kappa": kappa([(pair["own"], pair["theirs"]) for pair in pairs], digits=None),
        "lean": round(100 * sum(pair["gap"] for pair in pairs) / len(pairs)),
    }
