"""Questions as flat rows for CSV, without loss: one column a leaf, one row a question."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from interview.questions.document import Document

# A spreadsheet takes cells that begin like this for formulas: they get an apostrophe, and lose it again.
RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
WHOLE = "coding"
PART = re.compile(r"^\d+$")


class BadCell(Exception):
    """A cell that fits nowhere in a question; its text says which and why, in words."""


def flatten(document: Document) -> dict[str, str]:
    """Return {path: text}: `points.1.text.ko`, counted from 1; code is one cell of JSON."""
    cells: dict[str, str] = {}
    for path, value in leaves("", document):
        cells[path] = guarded(value if isinstance(value, str) else json.dumps(value))
    return cells


def leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if path == WHOLE:
        yield path, json.dumps(value, ensure_ascii=False)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(f"{path}.{name}".lstrip("."), item)
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from leaves(f"{path}.{number}", item)
    elif value is not None:
        yield path, value


def unflatten(cells: Mapping[str, str | None]) -> Document:
    """Return the document of a row; empty cells are absent, numbered columns become lists.

    BadCell where two columns claim the same place, or the code is not JSON.
    """
    tree: dict[str, Any] = {}
    for path, cell in cells.items():
        if not path or cell is None or str(cell) == "":
            continue
        place = tree
        *names, last = path.split(".")
        for name in names:
            place = place.setdefault(name, {})
            if not isinstance(place, dict):
                raise BadCell(_("%(path)s: Another column holds its place.") % {"path": path})
        if isinstance(place.get(last), dict):
            raise BadCell(_("%(path)s: Another column holds its place.") % {"path": path})
        text = bare(str(cell))
        place[last] = code_of(path, text) if path == WHOLE else text
    document: Document = {name: listed(item) for name, item in tree.items()}
    return document


def code_of(path: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadCell(_("%(path)s: This is not JSON.") % {"path": path}) from error


def listed(node: object) -> Any:
    """Turn every {"1": …, "2": …} into a list, in the order of its numbers."""
    if not isinstance(node, dict):
        return node
    if node and all(PART.match(name) for name in node):
        return [listed(node[name]) for name in sorted(node, key=int)]
    return {name: listed(item) for name, item in node.items()}


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(RISKY) else text


def bare(text: str) -> str:
    return text[1:] if text.startswith("'") else text


def column_order(path: str) -> tuple[Any, ...]:
    """Sort columns as the document has them: numbers as numbers, the question's own fields first."""
    first = ["id", "slug", "round", "level", "minutes", "topic", "prompt", "model_answer", "points"]
    names = path.split(".")
    rank = first.index(names[0]) if names[0] in first else len(first)
    return (rank, names[0], *((0, int(n), "") if PART.match(n) else (1, 0, n) for n in names[1:]))
