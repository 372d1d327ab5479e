"""What a whiteboard may hold. What a browser sends is read field by field; the rest is left out."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from interview.errors import RequestError

SHAPES = ("rectangle", "diamond", "ellipse")
LINES = ("arrow", "line", "freedraw")
KINDS = (*SHAPES, *LINES, "text")
FURTHEST = 1_000_000
MOST_POINTS = 1500
LONGEST_TEXT = 2000
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|transparent")
BARE_COLOURS = {"black": "#000000", "white": "#ffffff"}

Element = dict[str, Any]


class BadBoard(RequestError):
    """What was sent is no whiteboard, or one that is too large; nothing was stored."""


def read_board(text: str) -> list[Element]:
    """Return the elements of a board as they may be kept; BadBoard says what is wrong."""
    limit = settings.BOARD_MAX_CHARACTERS
    if len(text) > limit:
        raise BadBoard(
            _("The whiteboard is too large to be saved. Remove drawings you no longer need."),
            status=413,
        )
    try:
        sent = json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise BadBoard(_("The whiteboard could not be read.")) from error
    if not isinstance(sent, list):
        raise BadBoard(_("The whiteboard could not be read."))
    found: dict[str, Element] = {}
    for raw in sent:
        element = read_element(raw) if isinstance(raw, dict) else None
        if element is not None:
            found.setdefault(element["id"], element)
    if len(found) > settings.BOARD_MAX_ELEMENTS:
        message = _("The whiteboard holds %(count)s elements; the limit is %(limit)s.")
        counts = {"count": len(found), "limit": settings.BOARD_MAX_ELEMENTS}
        raise BadBoard(message % counts, status=413)
    return list(found.values())


def write_board(elements: list[Element]) -> str:
    """Return the one spelling of these elements; the browser writes the same, character by character."""
    return json.dumps(elements, ensure_ascii=False, separators=(",", ":"))


def read_element(raw: Mapping[str, Any]) -> Element | None:
    """Return what is kept of one element, in a fixed order; None for a kind that is not kept."""
    kind = raw.get("type")
    if kind not in KINDS or raw.get("isDeleted") or not is_id(raw.get("id")):
        return None
    element: Element = {"id": raw["id"], "type": kind}
    for name, read in COMMON.items():
        element[name] = read(raw.get(name))
    if kind == "text":
        own = TEXT
    elif kind in LINES:
        own = LINE
    else:
        own = {}
    for name, read in own.items():
        element[name] = read(raw.get(name))
    return {name: value for name, value in element.items() if value is not None}


def is_id(value: Any) -> bool:
    return isinstance(value, str) and ID.fullmatch(value) is not None


def number(
    low: float = -FURTHEST, high: float = FURTHEST, default: float = 0
) -> Callable[..., Any]:
    """Read a number, kept between two bounds, to two places; whole ones without a point."""

    def read(value: Any) -> float | int:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not math.isfinite(value)
        ):
            value = default
        # as the browser rounds: halves go up
        hundredths = math.floor(min(high, max(low, value)) * 100 + 0.5)
        return int(hundredths // 100) if hundredths % 100 == 0 else float(hundredths / 100)

    return read


def choice(*names: str, default: str | None = None) -> Callable[[Any], str | None]:
    return lambda value: value if isinstance(value, str) and value in names else default


def colour(default: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        value = BARE_COLOURS.get(value, value) if isinstance(value, str) else value
        return value if isinstance(value, str) and COLOUR.fullmatch(value) else default

    return read


def words(value: Any) -> str:
    """Read a label: text without control characters, of bounded length."""
    if not isinstance(value, str):
        return ""
    return "".join(c for c in value[:LONGEST_TEXT] if c == "\n" or c.isprintable())


def reference(value: Any) -> str | None:
    return value if is_id(value) else None


def references(value: Any) -> list[str] | None:
    found = [one for one in value if is_id(one)][:50] if isinstance(value, list) else []
    return found or None


def bound(value: Any) -> list[dict[str, str]] | None:
    """Read what is tied to an element: arrows, and the text within it."""
    if not isinstance(value, list):
        return None
    found = [
        {"id": one["id"], "type": one["type"]}
        for one in value[:200]
        if isinstance(one, dict) and is_id(one.get("id")) and one.get("type") in ("arrow", "text")
    ]
    return found or None


def binding(value: Any) -> dict[str, Any] | None:
    """Read the end of an arrow that is tied to an element."""
    if not isinstance(value, dict) or not is_id(value.get("elementId")):
        return None
    return {
        "elementId": value["elementId"],
        "focus": number(-100, 100)(value.get("focus")),
        "gap": number(0, 1000)(value.get("gap")),
    }


def points(value: Any) -> list[list[float]]:
    coordinate = number()
    pairs = value[:MOST_POINTS] if isinstance(value, list) else []
    return [
        [coordinate(pair[0]), coordinate(pair[1])]
        for pair in pairs
        if isinstance(pair, list) and len(pair) >= 2
    ]


def rounded(value: Any) -> dict[str, int] | None:
    kind = value.get("type") if isinstance(value, dict) else None
    return {"type": kind} if kind in (1, 2, 3) and not isinstance(kind, bool) else None


HEADS = choice("arrow", "bar", "dot", "circle", "triangle", "diamond")
COMMON: dict[str, Callable[[Any], Any]] = {
    "x": number(),
    "y": number(),
    "width": number(),
    "height": number(),
    "angle": number(-7, 7),
    "strokeColor": colour("#1e1e1e"),
    "backgroundColor": colour("transparent"),
    "fillStyle": choice("solid", "hachure", "cross-hatch", "zigzag", default="solid"),
    "strokeWidth": number(0, 20, 2),
    "strokeStyle": choice("solid", "dashed", "dotted", default="solid"),
    "roughness": number(0, 2),
    "opacity": number(0, 100, 100),
    "groupIds": references,
    "roundness": rounded,
    "boundElements": bound,
}
TEXT: dict[str, Callable[[Any], Any]] = {
    "text": words,
    "originalText": words,
    "fontSize": number(4, 400, 16),
    "fontFamily": number(1, 9, 6),
    "textAlign": choice("left", "center", "right", default="left"),
    "verticalAlign": choice("top", "middle", "bottom", default="top"),
    "containerId": reference,
    "lineHeight": number(0.5, 4, 1.25),
}
LINE: dict[str, Callable[[Any], Any]] = {
    "points": points,
    "startBinding": binding,
    "endBinding": binding,
    "startArrowhead": HEADS,
    "endArrowhead": HEADS,
}
