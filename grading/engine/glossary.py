"""The glossary as the engine sees it: variants of terms, their opposites, and polar words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from grading.engine.cues import cue_pattern
from grading.engine.stems import stem

SPACED = re.compile(r"[\s\-_]+")


@dataclass(frozen=True)
class Polar:
    """A word that says which way something goes: an axis (`amount`, `speed`) and a side of it."""

    axis: str
    sign: int


@dataclass(frozen=True)
class Glossary:
    """Parsed glossary data.

    `variants` maps a squeezed spelling (lower case, no spaces or hyphens) to its canonical term;
    `heads` lists, by the first two characters, the lengths that a variant beginning so can have,
    longest first. `polar` maps stems and short phrases of either language to a polar word, `cues`
    names patterns of phrases that colour a claim.
    """

    version: str
    variants: Mapping[str, str]
    opposites: Mapping[str, frozenset[str]]
    polar: Mapping[tuple[str, ...], Polar]
    cues: Mapping[str, re.Pattern[str]]
    heads: Mapping[str, tuple[int, ...]] = field(repr=False)
    opposed: Mapping[str, frozenset[str]] = field(repr=False)

    @property
    def terms(self) -> frozenset[str]:
        return frozenset(self.variants.values())


def squeeze(text: str) -> str:
    """The spelling under which variants are compared."""
    return SPACED.sub("", text.lower())


def parse_glossary(data: Mapping[str, Any]) -> Glossary:
    """A glossary from the shape of `fixtures/glossary.yaml`.

    Raises `ValueError` where one spelling belongs to two terms or an opposite names no term.
    """
    variants: dict[str, str] = {}
    for term, spellings in data["terms"].items():
        for spelling in [
            term.replace("-", " "),
            *spellings.get("en", ()),
            *spellings.get("ko", ()),
        ]:
            squeezed = squeeze(str(spelling))
            if variants.setdefault(squeezed, term) != term:
                raise ValueError(f"{spelling!r} belongs to {variants[squeezed]} and to {term}")
    opposites: dict[str, set[str]] = {}
    known = set(variants.values())
    for group in data.get("opposites", ()):
        if unknown := set(group) - known:
            raise ValueError(f"opposites name unknown terms: {', '.join(sorted(unknown))}")
        for term in group:
            opposites.setdefault(term, set()).update(set(group) - {term})
    heads: dict[str, set[int]] = {}
    for squeezed in variants:
        heads.setdefault(squeezed[:2], set()).add(len(squeezed))
    return Glossary(
        version=str(data["version"]),
        variants=variants,
        opposites={term: frozenset(others) for term, others in opposites.items()},
        polar=_polar(data.get("polar", {})),
        cues={cue: cue_pattern(phrases) for cue, phrases in data.get("cues", {}).items()},
        opposed={
            f"={term}": frozenset(f"={other}" for other in others)
            for term, others in opposites.items()
        },
        heads={head: tuple(sorted(sizes, reverse=True)) for head, sizes in heads.items()},
    )


def _polar(
    axes: Mapping[str, Mapping[str, Mapping[str, Iterable[str]]]],
) -> dict[tuple[str, ...], Polar]:
    words: dict[tuple[str, ...], Polar] = {}
    for axis, sides in axes.items():
        for side, sign in (("up", 1), ("down", -1)):
            languages = sides.get(side, {})
            for phrase in languages.get("en", ()):
                words[tuple(stem(word) for word in str(phrase).lower().split())] = Polar(axis, sign)
            for phrase in languages.get("ko", ()):
                words[tuple(str(phrase).split())] = Polar(axis, sign)
    return words


def load_glossary(path: Path) -> Glossary:
    """The glossary of a YAML file."""
    return parse_glossary(yaml.safe_load(path.read_text(encoding="utf-8")))
