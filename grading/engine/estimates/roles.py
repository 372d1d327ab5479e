"""What a quantity may be in a formula: users, rows, bytes each, a retention, a machine's rate."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from grading.engine.estimates.quantity import Cue, Measure, Noun, Quantity

DAY = 86_400.0
# more a day than this nobody does by hand; fewer no service gets
MOST_ACTIONS = 2_000.0
LARGEST_ITEM_BYTES = 1e9
LONGEST_CALL_SECONDS = 60.0
MOST_PER_REQUEST = 100_000.0


class Role(StrEnum):
    USERS = "users"
    ACTIONS = "actions"
    DAILY = "daily"
    VOLUME = "volume"
    RATE = "rate"
    PEAK = "peak"
    PER_REQUEST = "per_request"
    ITEMS = "items"
    DIMS = "dims"
    PRECISION = "precision"
    BYTES_EACH = "bytes_each"
    BYTES = "bytes"
    BYTE_RATE = "byte_rate"
    DAYS = "days"
    SPAN = "span"
    DURATION = "duration"
    LOAD = "load"
    MACHINES = "machines"
    COPIES = "copies"
    PARAMETERS = "parameters"
    STATE = "state"
    TOKENS = "tokens"
    EACH = "each"
    WORK = "work"
    SHARE = "share"
    BASELINE = "baseline"
    EFFECT = "effect"
    MACHINE_RATE = "machine_rate"
    MACHINE_BYTES = "machine_bytes"
    SERVICE_TIME = "service_time"
    PART = "part"
    FACTOR = "factor"


Fits = Callable[[Quantity], bool]


def per_day(q: Quantity) -> float:
    return q.value * DAY if q.measure is Measure.RATE else q.value


def is_daily(q: Quantity) -> bool:
    return q.measure is Measure.RATE and not q.unit.endswith("second")


def is_actions(q: Quantity) -> bool:
    """Few a day are one person's; so are counts said of each."""
    if is_daily(q):
        return per_day(q) <= MOST_ACTIONS
    counted = q.measure is Measure.COUNT and q.noun in (Noun.EVENTS, Noun.THINGS, Noun.NONE)
    return counted and q.value <= MOST_ACTIONS and q.has(Cue.PER_PERSON)


FITS: dict[Role, Fits] = {
    Role.USERS: lambda q: (
        q.measure is Measure.COUNT and q.noun is Noun.PEOPLE and q.value >= 100 and not q.has(Cue.ARM)
    ),
    Role.ACTIONS: is_actions,
    Role.DAILY: lambda q: is_daily(q) and per_day(q) > MOST_ACTIONS,
    Role.VOLUME: lambda q: (
        q.measure is Measure.COUNT
        and q.noun in (Noun.EVENTS, Noun.THINGS, Noun.NONE)
        and q.value >= 1e5
    ),
    Role.RATE: lambda q: (
        q.measure is Measure.RATE and q.unit.endswith("second") and not q.has(Cue.PER_MACHINE)
    ),
    Role.PEAK: lambda q: q.measure is Measure.FACTOR and 1 < q.value <= 50,
    Role.FACTOR: lambda q: q.measure is Measure.FACTOR and 1 < q.value <= 50,
    Role.PER_REQUEST: lambda q: (
        q.measure is Measure.COUNT
        and q.noun in (Noun.CANDIDATES, Noun.THINGS)
        and 1 < q.value <= MOST_PER_REQUEST
    ),
    Role.ITEMS: lambda q: (
        q.measure is Measure.COUNT
        and q.noun in (Noun.THINGS, Noun.EVENTS, Noun.PEOPLE, Noun.NONE)
        and q.value >= (1_000 if q.noun else 100_000)
        and not q.has(Cue.ARM)
    ),
    Role.DIMS: lambda q: q.measure is Measure.DIMS,
    Role.PRECISION: lambda q: (
        q.measure is Measure.PRECISION or (q.measure is Measure.BYTES and q.value in (1, 2, 4, 8))
    ),
    Role.BYTES_EACH: lambda q: (
        q.measure is Measure.BYTES
        and (q.value <= LARGEST_ITEM_BYTES or q.has(Cue.EACH))
        and not q.has(Cue.CAPACITY)
    ),
    Role.BYTES: lambda q: q.measure is Measure.BYTES and not q.has(Cue.CAPACITY),
    Role.BYTE_RATE: lambda q: q.measure is Measure.BYTE_RATE,
    Role.DAYS: lambda q: q.measure is Measure.TIME and q.value >= DAY,
    Role.SPAN: lambda q: q.measure is Measure.TIME and 0.7 * DAY <= q.value <= 1.3 * DAY,
    Role.DURATION: lambda q: q.measure is Measure.TIME and q.value >= LONGEST_CALL_SECONDS,
    Role.LOAD: lambda q: (
        not q.has(Cue.PER_MACHINE)
        and (
            (q.measure is Measure.RATE and q.unit.endswith("second"))
            or (q.measure is Measure.COUNT and q.noun in (Noun.EVENTS, Noun.NONE) and q.value >= 100)
        )
    ),
    Role.MACHINES: lambda q: (
        q.measure is Measure.COUNT and q.noun is Noun.MACHINES and q.value > 1
    ),
    Role.COPIES: lambda q: (
        (q.noun is Noun.COPIES or q.measure is Measure.FACTOR) and 1 < q.value <= 20
    ),
    Role.PARAMETERS: lambda q: (
        q.measure is Measure.COUNT and q.noun is Noun.PARAMETERS and q.value >= 1e5
    ),
    Role.STATE: lambda q: q.measure is Measure.STATE,
    Role.TOKENS: lambda q: q.measure is Measure.COUNT and q.noun is Noun.TOKENS,
    Role.EACH: lambda q: (
        q.measure is Measure.COUNT
        and q.noun in (Noun.THINGS, Noun.NONE)
        and (q.has(Cue.EACH) or q.has(Cue.PER_PERSON))
        and 1 < q.value <= MOST_ACTIONS
    ),
    Role.WORK: lambda q: q.measure is Measure.FLOP,
    Role.SHARE: lambda q: q.measure is Measure.SHARE and 1e-6 < q.value < 1,
    Role.BASELINE: lambda q: q.measure is Measure.SHARE and 1e-6 < q.value < 1,
    Role.EFFECT: lambda q: q.measure is Measure.POINTS and 1e-6 < q.value < 0.5,
    Role.MACHINE_RATE: lambda q: (
        q.has(Cue.PER_MACHINE)
        and (q.measure is Measure.RATE or (q.measure is Measure.COUNT and q.noun is Noun.EVENTS))
        and q.value > 0
    ),
    Role.MACHINE_BYTES: lambda q: q.measure is Measure.BYTES and q.has(Cue.CAPACITY),
    Role.SERVICE_TIME: lambda q: q.measure is Measure.TIME and 1e-9 < q.value <= LONGEST_CALL_SECONDS,
    Role.PART: lambda q: q.measure is Measure.TIME and 1e-9 < q.value <= LONGEST_CALL_SECONDS,
}  # fmt: skip
