"""A text as the engine reads it: sentences, clauses, terms, content words and claims, with offsets."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from grading.engine.claims import Claims, clause_claims
from grading.engine.glossary import Glossary
from grading.engine.normal import Normal, normalise
from grading.engine.orders import is_order
from grading.engine.segment import Span, clauses, sentences
from grading.engine.terms import TermHit, find_terms
from grading.engine.tokens import Token, tokenise
from grading.engine.units import Unit, find_units

_start = attrgetter("start")


@dataclass(frozen=True)
class Reading:
    """Everything that is read out of one text; spans are in the normalised text.

    `claims` runs parallel to `clauses`.
    """

    normal: Normal
    tokens: tuple[Token, ...]
    hits: tuple[TermHit, ...]
    units: tuple[Unit, ...]
    sentences: tuple[Span, ...]
    clauses: tuple[Span, ...]
    claims: tuple[Claims, ...]

    @property
    def text(self) -> str:
        return self.normal.text

    def units_in(self, span: Span) -> frozenset[str]:
        """The ids of the units within a span."""
        first = bisect_left(self.units, span.start, key=_start)
        last = bisect_left(self.units, span.end, lo=first, key=_start)
        return frozenset([unit.id for unit in self.units[first:last]])

    def said_in(self, span: Span) -> tuple[str, ...]:
        """The ids of the units within a span, as they come."""
        first = bisect_left(self.units, span.start, key=_start)
        last = bisect_left(self.units, span.end, lo=first, key=_start)
        return tuple([unit.id for unit in self.units[first:last] if unit.end <= span.end])

    @cached_property
    def orders(self) -> tuple[Span, ...]:
        """The sentences that give the grader orders instead of answering."""
        return tuple(s for s in self.sentences if is_order(self.text[s.start : s.end]))

    @cached_property
    def repeats(self) -> tuple[Span, ...]:
        """Sentences that say again, unit by unit, what an earlier one said."""
        seen: set[tuple[str, ...]] = set()
        found = []
        for span in self.sentences:
            key = self.said_in(span)
            if key and key in seen:
                found.append(span)
            seen.add(key)
        return tuple(found)

    def claims_in(self, span: Span) -> tuple[Claims, ...]:
        """The claims of the clauses within a span."""
        first = bisect_left(self.clauses, span.start, key=_start)
        last = bisect_left(self.clauses, span.end, lo=first, key=_start)
        return self.claims[first:last]


def read(raw: str, glossary: Glossary) -> Reading:
    """Read one raw text."""
    normal = normalise(raw)
    tokens = tokenise(normal.text)
    hits = find_terms(normal.text, tokens, glossary)
    units = find_units(tokens, hits)
    whole = sentences(normal.text, tokens)
    parts = clauses(normal.text, tokens, whole)
    return Reading(
        normal=normal,
        tokens=tokens,
        hits=hits,
        units=units,
        sentences=whole,
        clauses=parts,
        claims=_claims(normal.text, tokens, units, parts, glossary),
    )


def _claims(
    text: str,
    tokens: tuple[Token, ...],
    units: tuple[Unit, ...],
    parts: tuple[Span, ...],
    glossary: Glossary,
) -> tuple[Claims, ...]:
    """The claims of every clause; a clause without a subject of its own carries the last one."""
    found: list[Claims] = []
    carried: str | None = None
    at_token = at_unit = 0
    for span in parts:
        members, own = [], []
        while at_token < len(tokens) and tokens[at_token].start < span.end:
            if tokens[at_token].start >= span.start:
                members.append(tokens[at_token])
            at_token += 1
        while at_unit < len(units) and units[at_unit].start < span.end:
            if units[at_unit].start >= span.start:
                own.append(units[at_unit])
            at_unit += 1
        claims = clause_claims(text[span.start : span.end], members, own, glossary, carried)
        carried = claims.subject
        found.append(claims)
    return tuple(found)
