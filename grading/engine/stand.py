"""A passage's claims put together: what it stands for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grading.engine.claims import Claim, Claims


@dataclass(frozen=True)
class Stand:
    """Each unit's sign, the axes' balance, the polar claims, and which term goes with which."""

    claims: tuple[Claim, ...]
    signs: Mapping[str, int]
    axes: Mapping[str, int]
    denials: int
    links: frozenset[tuple[str, str]]
    cues: tuple[int, ...]


def stand(parts: Sequence[Claims]) -> Stand:
    """The claims of several clauses as one; a word both affirmed and denied counts as neither."""
    signs: dict[str, int] = {}
    axes: dict[str, int] = {}
    links: set[tuple[str, str]] = set()
    for part in parts:
        for unit, sign in part.signs.items():
            signs[unit] = sign if signs.get(unit, sign) == sign else 0
        for axis, value in part.axes.items():
            axes[axis] = axes.get(axis, 0) + value
        if part.subject is not None:
            links |= {(part.subject, term) for term in part.terms if term != part.subject}
    return Stand(
        claims=tuple(claim for part in parts for claim in part.claims),
        signs=signs,
        axes=axes,
        denials=sum(part.denials for part in parts),
        links=frozenset(links),
        cues=tuple(map(sum, zip(*(part.cues for part in parts), strict=True))),
    )
