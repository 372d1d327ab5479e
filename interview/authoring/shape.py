"""Whatever a page or a file sends, brought into the shape of a draft: nothing written is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite
from typing import Any, Literal, TypeVar, get_args

from django.utils.text import slugify
from django.utils.translation import gettext as _

from interview.errors import RequestError
from interview.questions.document import Document
from interview.questions.schema import ContrastKind, DimensionName, StageName

LONGEST = 20_000
MOST = 60
# NUL, and half of a surrogate pair: JSON can spell both, the database holds neither
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
Language = Literal["ko", "en"]
Value = TypeVar("Value")


def shaped(raw: object) -> Document:
    """Return a draft's content; RequestError where it is no such thing at all, or is too large.

    Incomplete is fine here, a draft may be. Points without a key get one, repeated keys a number.
    """
    source = as_dict(raw)
    content: Document = {
        "prompt": bilingual(source.get("prompt")),
        "model_answer": bilingual(source.get("model_answer")),
        "hints": [
            {"ko": text(h.get("ko")), "en": text(h.get("en")), "cost": whole(h.get("cost"), 0, 30)}
            for h in dicts(source.get("hints"))
        ],
        "points": keyed([point(item) for item in dicts(source.get("points"))]),
        "facts": keyed([fact(item) for item in dicts(source.get("facts"))], "fact"),
    }
    if isinstance(source.get("coding"), dict):
        content["coding"] = storable(source["coding"])
    return content


def point(raw: Document) -> Document:
    return {
        "id": key(raw.get("id")),
        "stage": one_of(raw.get("stage"), get_args(StageName), ""),
        "dimension": one_of(raw.get("dimension"), get_args(DimensionName), "knowledge"),
        "weight": whole(raw.get("weight"), 1, 5),
        "required": raw.get("required") is True,
        "text": bilingual(raw.get("text")),
        "probe": bilingual(raw.get("probe")),
        "phrasings": texts_of(raw.get("phrasings")),
        "contrasts": [
            bilingual(item) | {"kind": one_of(item.get("kind"), get_args(ContrastKind), "reversed")}
            for item in dicts(raw.get("contrasts"))
        ],
    }


def fact(raw: Document) -> Document:
    return {
        "id": key(raw.get("id")),
        "asks": texts_of(raw.get("asks")),
        "answer": bilingual(raw.get("answer")),
        "important": raw.get("important") is True,
    }


def keyed(items: list[Document], word: str = "point") -> list[Document]:
    """Give every item a key of its own: what is empty is named after its English text."""
    used: set[str] = set()
    for number, item in enumerate(items, start=1):
        english = (item.get("text") or item["answer"])["en"]
        name = item["id"] or slugify(english)[:40].strip("-") or f"{word}-{number}"
        free, tail = name, 2
        while free in used:
            free, tail = f"{name[:55]}-{tail}", tail + 1
        used.add(free)
        item["id"] = free
    return items


def texts_of(raw: object) -> dict[str, list[str]]:
    """Return the lists of both languages without their empty lines."""
    both = as_dict(raw) if raw is not None else {}
    return {
        language: [line for item in strings(both.get(language)) if (line := text(item))]
        for language in ("ko", "en")
    }


def bilingual(raw: object) -> Document:
    both = as_dict(raw) if raw is not None else {}
    return {"ko": text(both.get("ko")), "en": text(both.get("en"))}


def text(raw: object) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise RequestError(_("A text was expected there."))
    storable(raw)
    if len(raw) > LONGEST:
        raise RequestError(_("That text is too long."))
    return raw.replace("\r\n", "\n").strip()


def storable(raw: Value) -> Value:
    """Return what was sent as it is; RequestError where a text or number in it cannot be stored."""
    waiting: list[object] = [raw]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and UNSTORABLE.search(value):
            raise RequestError(_("A text there holds a character that cannot be stored."))
        elif isinstance(value, float) and not isfinite(value):
            raise RequestError(_("A number there cannot be stored."))
    return raw


def key(raw: object) -> str:
    return re.sub(r"-+", "-", slugify(text(raw)).replace("_", "-"))[:60].strip("-")


def whole(raw: object, least: int, most: int) -> int:
    try:
        return min(most, max(least, int(str(raw))))
    except ValueError:
        return least


def one_of(raw: object, choices: Sequence[str], default: str) -> str:
    return raw if isinstance(raw, str) and raw in choices else default


def as_dict(raw: object) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise RequestError(_("That is not a question."))
    return raw


def dicts(raw: object) -> list[dict[str, Any]]:
    return [as_dict(item) for item in listed(raw)]


def strings(raw: object) -> list[object]:
    return listed(raw)


def listed(raw: object) -> list[object]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise RequestError(_("A list was expected there."))
    if len(raw) > MOST:
        raise RequestError(_("That list is too long."))
    return raw
