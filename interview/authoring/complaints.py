"""What a question file's rules refuse, in the person's language and with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

QUOTED = re.compile(r"'([^']*)'")
MOST = 20
Details = Mapping[str, Any]


@dataclass(frozen=True)
class Complaint:
    """One thing wrong. `place` is the path as the page names its fields, `path` as files count: from 1."""

    place: str
    path: str
    words: str

    def __str__(self) -> str:
        return f"{self.path}: {self.words}" if self.path else self.words


def complaints(error: ValidationError, raw: object) -> Iterator[Complaint]:
    """Yield all that is wrong with `raw`, which the error is about."""
    for detail in error.errors(include_url=False):
        location = detail["loc"]
        place = ".".join(str(part) for part in location)
        yield Complaint(place, path_of(location, raw), words_of(detail))


def told(error: ValidationError, raw: object) -> list[str]:
    """Return the complaints as lines, the first twenty of them and how many are left."""
    lines = [str(complaint) for complaint in complaints(error, raw)]
    left = len(lines) - MOST
    rest = [_("and %(n)d more") % {"n": left}] if left > 0 else []
    return lines[:MOST] + rest


def path_of(location: Sequence[int | str], raw: object) -> str:
    """Return `points.3.text.ko`, and the key of the point or fact that it lies in."""
    path = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    key = key_of(location, raw)
    return f"{path} ({key})" if key else path


def key_of(location: Sequence[int | str], raw: object) -> str:
    node = raw
    for part in location[:2] if len(location) > 2 else ():
        if isinstance(node, dict):
            node = node.get(part)
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
        else:
            return ""
    key = node.get("id") if isinstance(node, dict) and len(location) > 2 else None
    return key[:60] if isinstance(key, str) else ""


def words_of(detail: Details) -> str:
    """Return what is wrong, without the place. What pydantic says in English is never shown."""
    say = SAID.get(detail["type"])
    return say(detail) if say else _("That value does not fit here.")


def least(detail: Details) -> str:
    if detail["ctx"]["min_length"] == 1:
        return _("This must not be empty.")
    return _("At least %(n)d characters are needed.") % {"n": detail["ctx"]["min_length"]}


def few(detail: Details) -> str:
    asked = {"n": detail["ctx"]["min_length"], "actual": detail["ctx"]["actual_length"]}
    return _("At least %(n)d entries are needed; there are %(actual)s.") % asked


def many(detail: Details) -> str:
    return _("At most %(n)d entries are allowed.") % {"n": detail["ctx"]["max_length"]}


def one_of(detail: Details) -> str:
    choices = ", ".join(QUOTED.findall(str(detail["ctx"]["expected"])))
    return _("This must be one of: %(choices)s.") % {"choices": choices}


def pattern(detail: Details) -> str:
    if detail["loc"][-1] == "topic" or tuple(detail["loc"]) == ("id",):
        return _("This must be a key such as A2.13 or A2.13-2.")
    return _("Only small letters, digits and single hyphens between them are allowed.")


def bound(word: Callable[[], str], name: str) -> Callable[[Details], str]:
    return lambda detail: word() % {"n": f"{detail['ctx'][name]:g}"}


def always(word: Callable[[], str]) -> Callable[[Details], str]:
    return lambda _detail: word()


def own_words(detail: Details) -> str:
    """What the rules themselves say is translated where it is said."""
    return f"{detail['ctx']['error']}."


TEXT = always(lambda: _("A text is expected here."))
WHOLE = always(lambda: _("A whole number is expected here."))
NUMBER = always(lambda: _("A number is expected here."))
TRUTH = always(lambda: _("This must be true or false."))
LIST = always(lambda: _("A list is expected here."))
FIELDS = always(lambda: _("Named fields are expected here."))

SAID: dict[str, Callable[[Details], str]] = {
    "missing": always(lambda: _("This is missing.")),
    "extra_forbidden": always(lambda: _("There is no such field.")),
    "string_too_short": least,
    "string_too_long": bound(lambda: _("At most %(n)s characters are allowed."), "max_length"),
    "string_pattern_mismatch": pattern,
    "too_short": few,
    "too_long": many,
    "literal_error": one_of,
    "greater_than_equal": bound(lambda: _("This must be %(n)s or more."), "ge"),
    "less_than_equal": bound(lambda: _("This must be %(n)s or less."), "le"),
    "greater_than": bound(lambda: _("This must be more than %(n)s."), "gt"),
    "string_type": TEXT,
    "string_unicode": TEXT,
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_parsing_size": WHOLE,
    "int_from_float": WHOLE,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": NUMBER,
    "bool_type": TRUTH,
    "bool_parsing": TRUTH,
    "list_type": LIST,
    "tuple_type": LIST,
    "dict_type": FIELDS,
    "model_type": FIELDS,
    "model_attributes_type": FIELDS,
    "value_error": own_words,
}
