"""What a whiteboard names: which points its labels touch, and which labels no answer explains.

Evidence beside the score, never in it: a box with a name in it says nothing about what is claimed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from grading.engine.glossary import Glossary
from grading.engine.reading import read
from grading.engine.rubric import Language, Rubric

# a term that every third point uses belongs to the topic, not to a point
COMMON = 1 / 3
# what every box may be called besides: it names no component
PLAIN = ("server", "service", "system", "서버", "서비스", "시스템")
LANGUAGES: tuple[Language, ...] = ("ko", "en")


@dataclass(frozen=True)
class Drawn:
    """`points` maps a point's key to the labels that name what it is about."""

    points: dict[str, tuple[str, ...]]
    unexplained: tuple[str, ...]


def read_drawing(
    labels: Sequence[str], rubric: Rubric, texts: Sequence[str], glossary: Glossary
) -> Drawn:
    """Hold the labels of a board against a rubric's points and against what was said."""
    units = {label: units_of(label, glossary) for label in labels}
    every = point_units(rubric, glossary)
    shared = prompt_units(rubric, glossary) | common_units(every)
    points = {
        key: named
        for key, own in every.items()
        if (named := tuple(label for label in labels if names(units[label], own - shared)))
    }
    said = frozenset[str]().union(*(units_of(text, glossary) for text in texts))
    # said in any answer to this question, whatever was drawn
    dull = shared.union(*(units_of(word, glossary) for word in PLAIN))
    unexplained = tuple(
        label
        for label in labels
        if any(c.isalpha() for c in label)
        and units[label]
        and not (units[label] - dull or units[label]) & said
    )
    return Drawn(points, unexplained)


def names(label: frozenset[str], own: frozenset[str]) -> bool:
    """Say whether a label names a point's matter: by a term of the trade, or by all of its words."""
    terms = {unit for unit in label if unit.startswith("=")}
    return bool(terms & own) or (len(label) > 1 and label <= own)


def point_units(rubric: Rubric, glossary: Glossary) -> dict[str, frozenset[str]]:
    """Return the units of each point's texts."""
    return {
        point.key: frozenset[str]().union(
            *(
                units_of(text, glossary)
                for language in LANGUAGES
                for text in point.positives(language)
            )
        )
        for point in rubric.points
    }


def prompt_units(rubric: Rubric, glossary: Glossary) -> frozenset[str]:
    return frozenset[str]().union(*(units_of(t, glossary) for t in rubric.prompt.values()))


def common_units(found: dict[str, frozenset[str]]) -> frozenset[str]:
    """Return the units that more points share than one can be told by."""
    spread = Counter(unit for units in found.values() for unit in units)
    return frozenset(unit for unit, count in spread.items() if count > max(1, COMMON * len(found)))


def units_of(text: str, glossary: Glossary) -> frozenset[str]:
    return frozenset(unit.id for unit in read(text, glossary).units)
