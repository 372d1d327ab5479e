"""What the interface is made of: its templates, and every text that waits for a translation."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_file
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
PYTHON_FOLDERS = ("config", "interview", "grading")

LITERAL = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\bn?p?gettext\(\s*{LITERAL}(?:\s*,\s*{LITERAL})?")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_t": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}

# one text, or singular and plural
Message = tuple[str, ...]


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def wanted_messages() -> dict[Message, set[str]]:
    """Return every text to be translated, with the files that hold it."""
    found: defaultdict[Message, set[str]] = defaultdict(set)
    for name, message in [*template_messages(), *python_messages()]:
        found[message].add(name)
    return dict(found)


def template_messages() -> Iterator[tuple[str, Message]]:
    for path in templates():
        for match in CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
            texts = (ast.literal_eval(text) for text in match.groups() if text)
            yield str(path.relative_to(ROOT)), tuple(texts)


def python_messages() -> Iterator[tuple[str, Message]]:
    for folder in PYTHON_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for _, message, _, _ in extract_from_file("python", path, KEYWORDS):
                texts = (message,) if isinstance(message, str) else message
                yield str(path.relative_to(ROOT)), tuple(text for text in texts if text)
