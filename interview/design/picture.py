"""A whiteboard as a picture: the shapes that a template draws as SVG, and nothing that is not theirs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from interview.design.elements import Element

MARGIN = 16.0
HEAD = 12.0
# what is drawn in the board's own ink follows the page's, so that it can be read in the dark too
INK = ("#1e1e1e", "#000000", "#000")
DASHES = {"dashed": "8 8", "dotted": "2 6"}


@dataclass(frozen=True)
class Line:
    """One line of text, and where it begins, stands or ends."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Mark:
    """One shape: `kind` is rect, ellipse, path or text; colours are validated or the page's ink."""

    kind: str
    stroke: str
    fill: str
    width: float
    dash: str
    opacity: float
    turn: str
    x: float = 0
    y: float = 0
    w: float = 0
    h: float = 0
    radius: float = 0
    path: str = ""
    size: float = 16
    anchor: str = "start"
    lines: tuple[Line, ...] = ()
    # a label on an arrow, which must not be struck through by it
    on_line: bool = False


@dataclass(frozen=True)
class Picture:
    left: float
    top: float
    width: float
    height: float
    marks: tuple[Mark, ...] = field(default=())


def draw_picture(elements: Sequence[Element]) -> Picture | None:
    """Return the picture of a board; None of an empty one."""
    if not elements:
        return None
    boxes = [box_of(element) for element in elements]
    left = min(box[0] for box in boxes) - MARGIN
    top = min(box[1] for box in boxes) - MARGIN
    right = max(box[2] for box in boxes) + MARGIN
    bottom = max(box[3] for box in boxes) + MARGIN
    arrows = {element["id"] for element in elements if element["type"] == "arrow"}
    marks = tuple(
        replace(mark, on_line=element.get("containerId") in arrows)
        for element in elements
        for mark in marks_of(element)
    )
    return Picture(tidy(left), tidy(top), tidy(right - left), tidy(bottom - top), marks)


def box_of(element: Element) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom; a turned element's box is that of its circle."""
    x, y, w, h = element["x"], element["y"], element["width"], element["height"]
    if element.get("points"):
        across = [x + point[0] for point in element["points"]]
        down = [y + point[1] for point in element["points"]]
        return min(across), min(down), max(across), max(down)
    if element["angle"]:
        reach = math.hypot(w, h) / 2
        return x + w / 2 - reach, y + h / 2 - reach, x + w / 2 + reach, y + h / 2 + reach
    return min(x, x + w), min(y, y + h), max(x, x + w), max(y, y + h)


def marks_of(element: Element) -> list[Mark]:
    x, y, w, h = element["x"], element["y"], element["width"], element["height"]
    kind = element["type"]
    if kind == "rectangle":
        radius = min(32.0, 0.25 * min(abs(w), abs(h))) if element.get("roundness") else 0.0
        return [mark(element, "rect", x=x, y=y, w=abs(w), h=abs(h), radius=tidy(radius))]
    if kind == "ellipse":
        return [mark(element, "ellipse", x=x + w / 2, y=y + h / 2, w=abs(w) / 2, h=abs(h) / 2)]
    if kind == "diamond":
        corners = [(x + w / 2, y), (x + w, y + h / 2), (x + w / 2, y + h), (x, y + h / 2)]
        return [mark(element, "path", path=path_of(corners) + "Z")]
    if kind == "text":
        return [letter(element)]
    places = [(x + point[0], y + point[1]) for point in element["points"]]
    if len(places) < 2:
        return []
    marks = [mark(element, "path", path=path_of(places))]
    if kind == "arrow":
        if element.get("endArrowhead"):
            marks.append(mark(element, "path", path=head_of(places[-2], places[-1])))
        if element.get("startArrowhead"):
            marks.append(mark(element, "path", path=head_of(places[1], places[0])))
    return marks


def mark(element: Element, kind: str, **own: object) -> Mark:
    fill = element["backgroundColor"] if kind != "text" else element["strokeColor"]
    turn = ""
    if element["angle"]:
        middle = (element["x"] + element["width"] / 2, element["y"] + element["height"] / 2)
        degrees = tidy(math.degrees(element["angle"]))
        turn = f"rotate({degrees} {tidy(middle[0])} {tidy(middle[1])})"
    return Mark(
        kind=kind,
        stroke=ink(element["strokeColor"]),
        fill="none" if fill == "transparent" or element["type"] == "arrow" else ink(fill),
        width=element["strokeWidth"],
        dash=DASHES.get(element["strokeStyle"], ""),
        opacity=element["opacity"] / 100,
        turn=turn,
        **own,  # type: ignore[arg-type]
    )


def letter(element: Element) -> Mark:
    """Return a text, line by line, from where its alignment puts it."""
    anchor = {"left": "start", "center": "middle", "right": "end"}[element["textAlign"]]
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    x = tidy(element["x"] + share * element["width"])
    step = element["fontSize"] * element["lineHeight"]
    first = element["y"] + step / 2 + 0.35 * element["fontSize"]
    lines = tuple(
        Line(x, tidy(first + step * number), text)
        for number, text in enumerate(element["text"].split("\n"))
    )
    return mark(element, "text", size=element["fontSize"], anchor=anchor, lines=lines)


def head_of(before: tuple[float, float], tip: tuple[float, float]) -> str:
    """Return the two strokes of an arrow's head."""
    angle = math.atan2(tip[1] - before[1], tip[0] - before[0])
    wings = [
        (tip[0] - HEAD * math.cos(angle + turn), tip[1] - HEAD * math.sin(angle + turn))
        for turn in (0.45, -0.45)
    ]
    return path_of([wings[0], tip, wings[1]])


def path_of(places: Sequence[tuple[float, float]]) -> str:
    first, *rest = places
    return f"M{tidy(first[0])} {tidy(first[1])}" + "".join(f"L{tidy(x)} {tidy(y)}" for x, y in rest)


def ink(colour: str) -> str:
    return "currentColor" if colour.lower() in INK else colour


def tidy(value: float) -> float | int:
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded
