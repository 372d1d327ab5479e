"""Claims: which way something is said to go, of what, and under which subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grading.engine.cues import count_cues
from grading.engine.glossary import Glossary
from grading.engine.signs import Stretch, stretches, turns
from grading.engine.tokens import Token
from grading.engine.units import Unit

POLAR_TAGS = frozenset({"NNG", "NNP", "NR", "VV", "VA", "MAG", "XR", "MM", "SL", "JX"})
NEAR = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """`subject` goes `sign` on `axis` as to `targets`; the subject may be carried from before."""

    subject: str | None
    targets: frozenset[str]
    axis: str
    sign: int


@dataclass(frozen=True)
class Claims:
    """What one clause claims: its polar claims, and each unit with the sign it stands under."""

    claims: tuple[Claim, ...]
    signs: Mapping[str, int]
    axes: Mapping[str, int]
    denials: int
    subject: str | None
    terms: frozenset[str]
    cues: tuple[int, ...]


def clause_claims(
    text: str,
    tokens: Sequence[Token],
    units: Sequence[Unit],
    glossary: Glossary,
    carried: str | None,
) -> Claims:
    """The claims of one clause whose words are `text`; `carried` is the subject of the clause before."""
    signs: dict[str, int] = {}
    axes: dict[str, int] = {}
    polar: list[tuple[str, int, frozenset[str]]] = []
    denials = 0
    first = units[-1].end if units else 0
    for stretch in stretches(list(tokens)):
        low, high = stretch.tokens[0].start, stretch.tokens[-1].end
        inside = [unit for unit in units if low <= unit.start < high]
        denials += stretch.sign < 0
        for unit in inside:
            signs[unit.id] = stretch.sign
        polars = _polars(stretch, inside, glossary)
        named = [u for u in inside if not any(s <= u.start < e for _, _, s, e in polars)]
        for axis, sign, start, end in polars:
            axes[axis] = axes.get(axis, 0) + sign
            first = min(first, start)
            polar.append((axis, sign, _targets(named or units, start, end)))
    subject = _subject(units, first, carried)
    claims = [Claim(subject, targets, axis, sign) for axis, sign, targets in polar]
    terms = frozenset(unit.id for unit in units if unit.is_term)
    cues = count_cues(text, glossary.cues)
    return Claims(tuple(claims), signs, axes, denials, subject, terms, cues)


def _subject(units: Sequence[Unit], first: int, carried: str | None) -> str | None:
    """The first term before the first polar word, else the subject carried, else any term."""
    terms = [unit for unit in units if unit.is_term]
    if terms and (terms[0].start < first or carried is None):
        return terms[0].id
    return carried


def _polars(
    stretch: Stretch, units: Sequence[Unit], glossary: Glossary
) -> list[tuple[str, int, int, int]]:
    """Axis, sign and span of every polar word that is not part of a term.

    A word like *avoid* turns its stretch and is polar itself: it does not turn itself.
    """
    found = []
    within = [(u.start, u.end) for u in units if u.is_term]
    tokens = [
        t
        for t in stretch.tokens
        if t.tag in POLAR_TAGS and not any(s <= t.start < e for s, e in within)
    ]
    skip = 0
    for i, token in enumerate(tokens):
        if i < skip:
            continue
        for size in (2, 1):
            polar = glossary.polar.get(tuple(t.form for t in tokens[i : i + size]))
            if polar is not None and i + size <= len(tokens):
                sign = -stretch.sign if turns(token) else stretch.sign
                found.append((polar.axis, polar.sign * sign, token.start, tokens[i + size - 1].end))
                skip = i + size
                break
    return found


def _targets(units: Sequence[Unit], start: int, end: int) -> frozenset[str]:
    """The nearest units on either side of a polar word, the word itself left out."""
    before = [unit.id for unit in units if unit.end <= start]
    after = [unit.id for unit in units if unit.start >= end]
    return frozenset(before[-NEAR:] + after[:NEAR])
