"""What a YAML file must not do to its reader: refused event by event, before anything is built of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml
from django.utils.translation import gettext as _

from interview.errors import RequestError
from interview.questions.files import LOADER

# A question file is at most eight deep. The loader in C takes a level of its stack for each one, and
# a few hundred thousand of them end the process.
DEEPEST = 40


@dataclass
class Level:
    """A list or mapping that is open; of a mapping the keys so far, and whether a key comes next."""

    mapping: bool
    keys: set[str] = field(default_factory=set)
    key_next: bool = True


def check_events(text: str) -> None:
    """Refuse aliases, bottomless nesting and a key that stands twice, each in words.

    An alias may stand for itself a thousand times over; of two fields of one name the loader would
    keep the last and drop the other without a word. yaml.YAMLError where it is no YAML.
    """
    levels: list[Level] = []
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise RequestError(_("The file must not use YAML aliases."))
        if isinstance(event, yaml.CollectionEndEvent):
            levels.pop()
        elif isinstance(event, yaml.NodeEvent):
            note_node(event, levels)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(levels) == DEEPEST:
                raise RequestError(_("Line %(line)d is nested too deeply.") % line_of(event))
            levels.append(Level(mapping=isinstance(event, yaml.MappingStartEvent)))


def note_node(event: yaml.NodeEvent, levels: list[Level]) -> None:
    """Note one key or value of the mapping that is open, if one is."""
    if not levels or not levels[-1].mapping:
        return
    level = levels[-1]
    if level.key_next and isinstance(event, yaml.ScalarEvent):
        if event.value in level.keys:
            raise RequestError(
                _("Line %(line)d: “%(key)s” stands there a second time.")
                % (line_of(event) | {"key": event.value[:60]})
            )
        level.keys.add(event.value)
    level.key_next = not level.key_next


def line_of(event: yaml.Event) -> dict[str, object]:
    return {"line": event.start_mark.line + 1 if event.start_mark else 1}
