"""How far two passages claim the same: directions, denials, and which term goes with which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from grading.engine.claims import Claim, Claims
from grading.engine.glossary import Glossary

OTHER_SUBJECT = 0.4


@dataclass(frozen=True)
class Stand:
    """A passage's claims put together: each unit's sign, the axes' balance, its polar claims."""

    claims: tuple[Claim, ...]
    signs: Mapping[str, int]
    axes: Mapping[str, int]
    denials: int
    links: frozenset[tuple[str, str]]
    cues: tuple[int, ...]


class Agreement(NamedTuple):
    """Comparison of a passage with a reference; each number lies in -1…1, 0 where nothing compares.

    `direction` compares polar claims about the same things, `denial` the signs of shared words,
    `axes` the balance of polar words whatever they are about, `links` the pairing of terms.
    """

    direction: float
    denial: float
    axes: float
    links: float


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


def agree(
    passage: Stand, reference: Stand, weights: Mapping[str, float], glossary: Glossary
) -> Agreement:
    """Compare a passage with a reference, shared words weighing as the reference's point says."""
    return Agreement(
        direction=_direction(passage.claims, reference.claims, glossary),
        denial=_denial(passage.signs, reference.signs, weights),
        axes=_axes(passage.axes, reference.axes),
        links=_links(passage.links, reference.links, glossary),
    )


def opposite(first: str, second: str, glossary: Glossary) -> bool:
    """Whether two units are terms that the glossary sets against each other."""
    return second in glossary.opposed.get(first, ())


def _direction(ours: Sequence[Claim], theirs: Sequence[Claim], glossary: Glossary) -> float:
    if not ours or not theirs:
        return 0.0
    total = weight = 0.0
    for their in theirs:
        best = 0.0
        for our in ours:
            value = _pair(our, their, glossary)
            if abs(value) > abs(best):
                best = value
        total += best
        weight += 1.0
    return total / weight if weight else 0.0


def _pair(our: Claim, their: Claim, glossary: Glossary) -> float:
    """Agreement of two claims on one axis about a shared thing, turned where the subjects oppose."""
    if our.axis != their.axis or our.targets.isdisjoint(their.targets):
        return 0.0
    value = float(our.sign * their.sign)
    if our.subject is None or their.subject is None or our.subject == their.subject:
        return value
    return -value if opposite(our.subject, their.subject, glossary) else OTHER_SUBJECT * value


def _denial(
    ours: Mapping[str, int], theirs: Mapping[str, int], weights: Mapping[str, float]
) -> float:
    total = whole = 0.0
    for unit, sign in theirs.items():
        own = ours.get(unit)
        if own is not None:
            weight = weights.get(unit, 1.0)
            total += weight * sign * own
            whole += weight
    return total / whole if whole else 0.0


def _axes(ours: Mapping[str, int], theirs: Mapping[str, int]) -> float:
    dot = sum(value * theirs.get(axis, 0) for axis, value in ours.items())
    if not dot:
        return 0.0
    size = sum(v * v for v in ours.values()) * sum(v * v for v in theirs.values())
    return float(dot / size**0.5)


def _links(
    ours: frozenset[tuple[str, str]], theirs: frozenset[tuple[str, str]], glossary: Glossary
) -> float:
    """Pairs in common, less pairs of which one end is swapped for its opposite."""
    if not theirs or not ours:
        return 0.0
    value = 0.0
    for subject, term in ours:
        if (subject, term) in theirs:
            value += 1.0
        elif any(
            (s == subject and opposite(t, term, glossary))
            or (t == term and opposite(s, subject, glossary))
            for s, t in theirs
        ):
            value -= 1.0
    return max(-1.0, min(1.0, value / len(theirs)))
