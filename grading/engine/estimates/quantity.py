"""A quantity: a number with what it measures and what it counts, quoted from a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    COUNT = "count"
    RATE = "rate"  # counted things per second
    BYTES = "bytes"
    BYTE_RATE = "byte_rate"  # bytes per second
    TIME = "time"  # seconds
    DIMS = "dims"
    PRECISION = "precision"  # bytes a number
    STATE = "state"  # bytes a parameter while it is trained
    SHARE = "share"
    POINTS = "points"  # percentage points
    FACTOR = "factor"
    FLOP = "flop"
    OTHER = "other"  # years, money, versions: nothing to reckon with


class Noun(StrEnum):
    NONE = ""
    PEOPLE = "people"
    EVENTS = "events"
    THINGS = "things"
    CANDIDATES = "candidates"
    PARAMETERS = "parameters"
    TOKENS = "tokens"
    MACHINES = "machines"
    COPIES = "copies"


class Cue(StrEnum):
    """What the words around say of it."""

    EACH = "each"
    PER_PERSON = "per_person"
    PER_MACHINE = "per_machine"
    PEAK = "peak"
    ARM = "arm"
    DAILY = "daily"
    TOTAL = "total"
    LIMIT = "limit"
    CAPACITY = "capacity"  # memory that a machine has


@dataclass(frozen=True)
class Quantity:
    """`value` is in bases: seconds, bytes, a second; `unit` is pint's name of the unit it was said in."""

    value: float
    measure: Measure
    noun: Noun
    unit: str
    cues: frozenset[Cue]
    start: int
    end: int
    sentence: int
    quote: str
    raw: float
    given: bool = False

    def has(self, cue: Cue) -> bool:
        return cue in self.cues
