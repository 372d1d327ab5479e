"""How far passages claim the same as references: directions, denials, and which term goes with which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from grading.engine.claims import Claim
from grading.engine.glossary import Glossary
from grading.engine.stand import Stand

OTHER_SUBJECT = 0.4
Name = TypeVar("Name")


class Agreement(NamedTuple):
    """Comparison of a passage with a reference; each number lies in -1…1, 0 where nothing compares.

    `direction` compares polar claims about the same things, `denial` the signs of shared words,
    `axes` the balance of polar words whatever they are about, `links` the pairing of terms.
    """

    direction: float
    denial: float
    axes: float
    links: float


@dataclass(frozen=True)
class References:
    """What many references claim, as tables with a row each, so that a passage meets all at once.

    `denied` weighs each unit with its sign and `named` without; `paired` holds 1 for a pair of
    terms and -1 for one with an end swapped for its opposite. `claims` are sorted by axis, with
    their number; `owner` is the reference of each.
    """

    unit_places: Mapping[str, int]
    denied: NDArray[np.float32]
    named: NDArray[np.float32]
    axis_places: Mapping[str, int]
    axes: NDArray[np.float64]
    axes_size: NDArray[np.float64]
    link_places: Mapping[tuple[str, str], int]
    paired: NDArray[np.float32]
    pairs: NDArray[np.float64]
    claims: Mapping[str, tuple[tuple[int, Claim], ...]]
    owner: NDArray[np.intp]
    claimed: NDArray[np.float64]


def gather_references(
    stands: Sequence[Stand], weights: Sequence[Mapping[str, float]], glossary: Glossary
) -> References:
    """References with what their words weigh."""
    unit_places = _places(unit for stand in stands for unit in stand.signs)
    axis_places = _places(axis for stand in stands for axis in stand.axes)
    turned = [_turned(stand.links, glossary) for stand in stands]
    link_places = _places(
        pair for s, t in zip(stands, turned, strict=True) for pair in sorted({*s.links, *t})
    )
    denied, named = np.zeros((2, len(stands), len(unit_places)), dtype=np.float32)
    axes = np.zeros((len(stands), len(axis_places)))
    paired = np.zeros((len(stands), len(link_places)), dtype=np.float32)
    claims: defaultdict[str, list[tuple[int, Claim]]] = defaultdict(list)
    owner: list[int] = []
    for row, (own, weigh, swapped) in enumerate(zip(stands, weights, turned, strict=True)):
        for unit, sign in own.signs.items():
            named[row, unit_places[unit]] = weigh.get(unit, 1.0)
            denied[row, unit_places[unit]] = weigh.get(unit, 1.0) * sign
        for axis, value in own.axes.items():
            axes[row, axis_places[axis]] = value
        for pair in swapped:
            paired[row, link_places[pair]] = -1.0
        for pair in own.links:
            paired[row, link_places[pair]] = 1.0
        for claim in own.claims:
            claims[claim.axis].append((len(owner), claim))
            owner.append(row)
    return References(
        unit_places=unit_places,
        denied=denied,
        named=named,
        axis_places=axis_places,
        axes=axes,
        axes_size=(axes**2).sum(axis=1),
        link_places=link_places,
        paired=paired,
        pairs=np.array([max(len(stand.links), 1) for stand in stands], dtype=np.float64),
        claims={axis: tuple(own) for axis, own in claims.items()},
        owner=np.array(owner, dtype=np.intp),
        claimed=np.array([max(len(stand.claims), 1) for stand in stands], dtype=np.float64),
    )


def compare(
    passages: Sequence[Stand], references: References, glossary: Glossary
) -> NDArray[np.float64]:
    """The agreement of each passage with each reference: passages × references × `Agreement`."""
    found = np.empty((len(passages), len(references.claimed), len(Agreement._fields)))
    found[:, :, 0] = [_direction(passage.claims, references, glossary) for passage in passages]
    found[:, :, 1] = _denial(passages, references)
    found[:, :, 2] = _axes(passages, references)
    found[:, :, 3] = _links(passages, references)
    return found


def agree(
    passage: Stand, reference: Stand, weights: Mapping[str, float], glossary: Glossary
) -> Agreement:
    """Compare a passage with one reference, shared words weighing as given."""
    table = compare([passage], gather_references([reference], [weights], glossary), glossary)
    return Agreement(*map(float, table[0, 0]))


def _places(names: Iterable[Name]) -> dict[Name, int]:
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def _turned(links: frozenset[tuple[str, str]], glossary: Glossary) -> set[tuple[str, str]]:
    """The pairs with one end swapped for an opposite."""
    opposed = glossary.opposed
    return {
        pair
        for subject, term in links
        for pair in (
            *((subject, other) for other in opposed.get(term, ())),
            *((other, term) for other in opposed.get(subject, ())),
        )
    }


def _direction(
    ours: Sequence[Claim], references: References, glossary: Glossary
) -> NDArray[np.float64]:
    """For each reference the mean over its claims of what of ours speaks most on that claim."""
    best = [0.0] * len(references.owner)
    for our in ours:
        for number, their in references.claims.get(our.axis, ()):
            if not our.targets.isdisjoint(their.targets):
                value = _pair(our, their, glossary)
                if abs(value) > abs(best[number]):
                    best[number] = value
    total = np.bincount(references.owner, best, minlength=len(references.claimed))
    return np.asarray(total / references.claimed)


def _pair(our: Claim, their: Claim, glossary: Glossary) -> float:
    """Agreement of two claims on one axis about a shared thing, turned where the subjects oppose."""
    value = float(our.sign * their.sign)
    if our.subject is None or their.subject is None or our.subject == their.subject:
        return value
    opposite = their.subject in glossary.opposed.get(our.subject, ())
    return -value if opposite else OTHER_SUBJECT * value


def _denial(passages: Sequence[Stand], references: References) -> NDArray[np.float64]:
    places = references.unit_places
    signs, known = np.zeros((2, len(passages), len(places)), dtype=np.float32)
    for row, passage in enumerate(passages):
        for unit, sign in passage.signs.items():
            place = places.get(unit)
            if place is not None:
                signs[row, place] = sign
                known[row, place] = 1.0
    whole = known @ references.named.T
    return np.asarray(signs @ references.denied.T / np.where(whole > 0, whole, 1.0))


def _axes(passages: Sequence[Stand], references: References) -> NDArray[np.float64]:
    places = references.axis_places
    table = np.zeros((len(passages), len(places)))
    sizes = np.zeros((len(passages), 1))
    for row, passage in enumerate(passages):
        for axis, value in passage.axes.items():
            sizes[row] += value * value
            if axis in places:
                table[row, places[axis]] = value
    size = np.sqrt(sizes * references.axes_size)
    return np.asarray(table @ references.axes.T / np.where(size > 0, size, 1.0))


def _links(passages: Sequence[Stand], references: References) -> NDArray[np.float64]:
    """Pairs in common, less pairs of which one end is swapped for its opposite."""
    places = references.link_places
    table = np.zeros((len(passages), len(places)), dtype=np.float32)
    for row, passage in enumerate(passages):
        for pair in passage.links:
            place = places.get(pair)
            if place is not None:
                table[row, place] = 1.0
    return np.clip(table @ references.paired.T / references.pairs, -1.0, 1.0)
