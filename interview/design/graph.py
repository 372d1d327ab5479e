"""A whiteboard read as a graph: what stands on it, and what leads where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview.design.elements import SHAPES, Element

# an arrow that nobody tied still means what it ends at
NEAR = 24.0


@dataclass(frozen=True)
class Node:
    """A component; `label` is what is written in it, or the text itself."""

    id: str
    label: str


@dataclass(frozen=True)
class Edge:
    """An arrow from one component to another, with what is written on it."""

    source: str
    target: str
    label: str


@dataclass(frozen=True)
class Graph:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def labels(self) -> tuple[str, ...]:
        """Everything that is written on components and arrows, without repeats."""
        written = [node.label for node in self.nodes] + [edge.label for edge in self.edges]
        return tuple(dict.fromkeys(label for label in written if label))


def read_graph(elements: Sequence[Element]) -> Graph:
    """Return the components and the arrows between them; drawings without a word are left out."""
    written = {
        element["containerId"]: one_line(element)
        for element in elements
        if element["type"] == "text" and element.get("containerId")
    }
    nodes: dict[str, Node] = {}
    for element in elements:
        if element["type"] in SHAPES and written.get(element["id"]):
            nodes[element["id"]] = Node(element["id"], written[element["id"]])
        elif element["type"] == "text" and not element.get("containerId") and one_line(element):
            nodes[element["id"]] = Node(element["id"], one_line(element))
    places = [element for element in elements if element["id"] in nodes]
    edges = []
    for arrow in elements:
        if arrow["type"] != "arrow" or len(arrow.get("points", ())) < 2:
            continue
        source = end_of(arrow, "startBinding", 0, places)
        target = end_of(arrow, "endBinding", -1, places)
        if not source or not target or source == target:
            continue
        if arrow.get("startArrowhead") and not arrow.get("endArrowhead"):
            source, target = target, source
        edges.append(Edge(nodes[source].label, nodes[target].label, written.get(arrow["id"], "")))
    return Graph(tuple(nodes.values()), tuple(dict.fromkeys(edges)))


def end_of(arrow: Element, name: str, index: int, places: Sequence[Element]) -> str:
    """Return the component that an end of the arrow is tied to, or else the nearest it points at."""
    tied = arrow.get(name, {}).get("elementId")
    if any(place["id"] == tied for place in places):
        return str(tied)
    x, y = arrow["x"] + arrow["points"][index][0], arrow["y"] + arrow["points"][index][1]
    distances = [(distance(place, x, y), place["id"]) for place in places]
    nearest = min(distances, default=(NEAR + 1, ""))
    return str(nearest[1]) if nearest[0] <= NEAR else ""


def distance(place: Element, x: float, y: float) -> float:
    """Return how far a point is from an element's box; nothing inside of it."""
    across = max(place["x"] - x, 0.0, x - place["x"] - place["width"])
    down = max(place["y"] - y, 0.0, y - place["y"] - place["height"])
    return float((across**2 + down**2) ** 0.5)


def one_line(element: Element) -> str:
    return " ".join((element.get("originalText") or element.get("text", "")).split())
