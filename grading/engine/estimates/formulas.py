"""The estimates of a design interview: from which roles each follows, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import prod

from grading.engine.estimates.quantity import Cue, Measure, Noun, Quantity
from grading.engine.estimates.roles import DAY, LONGEST_CALL_SECONDS, Role

# power of 80 % at 5 % significance, two arms of one size
SAMPLE_CONSTANT = 16.0


class Kind(StrEnum):
    RATE = "rate"
    VOLUME = "volume"
    STORAGE = "storage"
    GROWTH = "growth"
    BANDWIDTH = "bandwidth"
    COMPUTE = "compute"
    SAMPLE = "sample"
    MACHINES = "machines"
    LATENCY = "latency"
    DURATION = "duration"
    EXPRESSION = "expression"


@dataclass(frozen=True)
class Formula:
    """`compute` takes the values of `roles` in their order, in bases, and gives one in the kind's."""

    key: str
    kind: Kind
    roles: tuple[Role, ...]
    compute: Callable[..., float]
    # may a disagreement be held against the answer, or does it only explain agreement?
    accuses: bool = True


def times(*values: float) -> float:
    return prod(values)


def counted(*values: float) -> float:
    return prod(values) / DAY


FORMULAS: tuple[Formula, ...] = (
    Formula("users_actions_rate", Kind.RATE, (Role.USERS, Role.ACTIONS), times),
    Formula("daily_rate", Kind.RATE, (Role.DAILY,), times),
    Formula("volume_rate", Kind.RATE, (Role.VOLUME, Role.SPAN), lambda v, s: v / s),
    Formula("volume_span", Kind.RATE, (Role.VOLUME, Role.DURATION), lambda v, s: v / s, accuses=False),
    Formula("volume_day", Kind.RATE, (Role.VOLUME,), counted, accuses=False),
    Formula("rate_peak", Kind.RATE, (Role.RATE, Role.PEAK), times),
    Formula("daily_peak", Kind.RATE, (Role.DAILY, Role.PEAK), times),
    Formula("users_actions_peak", Kind.RATE, (Role.USERS, Role.ACTIONS, Role.PEAK), times),
    Formula("rate_each", Kind.RATE, (Role.RATE, Role.PER_REQUEST), times, accuses=False),
    Formula("rate_share", Kind.RATE, (Role.RATE, Role.SHARE), times, accuses=False),
    Formula("machine_rate", Kind.RATE, (Role.SERVICE_TIME,), lambda t: 1 / t, accuses=False),
    Formula("users_actions", Kind.VOLUME, (Role.USERS, Role.ACTIONS), lambda u, a: u * a * DAY),
    Formula("rate_day", Kind.VOLUME, (Role.RATE,), lambda r: r * DAY, accuses=False),
    Formula("volume_share", Kind.VOLUME, (Role.VOLUME, Role.SHARE), times),
    Formula("daily_share", Kind.VOLUME, (Role.DAILY, Role.SHARE), lambda d, s: d * s * DAY),
    Formula("volume_each", Kind.VOLUME, (Role.VOLUME, Role.PER_REQUEST), times, accuses=False),
    Formula("daily_each", Kind.VOLUME, (Role.DAILY, Role.PER_REQUEST),
            lambda d, n: d * n * DAY, accuses=False),
    Formula("items_bytes", Kind.STORAGE, (Role.ITEMS, Role.BYTES_EACH), times),
    Formula("items_bytes_copies", Kind.STORAGE, (Role.ITEMS, Role.BYTES_EACH, Role.COPIES), times),
    Formula("vectors", Kind.STORAGE, (Role.ITEMS, Role.DIMS, Role.PRECISION), times),
    Formula("vectors_copies", Kind.STORAGE, (Role.ITEMS, Role.DIMS, Role.PRECISION, Role.COPIES), times),
    Formula("vectors_each", Kind.STORAGE, (Role.ITEMS, Role.EACH, Role.DIMS, Role.PRECISION), times),
    Formula("parameters", Kind.STORAGE, (Role.PARAMETERS, Role.PRECISION), times),
    Formula("parameters_adam", Kind.STORAGE, (Role.PARAMETERS, Role.STATE), times, accuses=False),
    Formula("kept", Kind.STORAGE, (Role.BYTE_RATE, Role.DAYS), times),
    Formula("stream", Kind.STORAGE, (Role.BYTE_RATE, Role.DURATION), times, accuses=False),
    Formula("kept_copies", Kind.STORAGE, (Role.BYTE_RATE, Role.DAYS, Role.COPIES), times),
    Formula("copies", Kind.STORAGE, (Role.BYTES, Role.COPIES), times),
    Formula("machines_copies", Kind.STORAGE, (Role.MACHINES, Role.BYTES_EACH), times, accuses=False),
    Formula("daily_bytes", Kind.STORAGE, (Role.DAILY, Role.BYTES_EACH), lambda d, b: d * DAY * b),
    Formula("daily_bytes_kept", Kind.STORAGE, (Role.DAILY, Role.BYTES_EACH, Role.DAYS), times),
    Formula("daily_bytes_kept_copies", Kind.STORAGE, (Role.DAILY, Role.BYTES_EACH, Role.DAYS, Role.COPIES),
            times),
    Formula("daily_growth", Kind.GROWTH, (Role.DAILY, Role.BYTES_EACH), times),
    Formula("volume_growth", Kind.GROWTH, (Role.VOLUME, Role.BYTES_EACH), counted),
    Formula("users_growth", Kind.GROWTH, (Role.USERS, Role.ACTIONS, Role.BYTES_EACH), times),
    Formula("bandwidth", Kind.BANDWIDTH, (Role.RATE, Role.BYTES_EACH), times),
    Formula("bandwidth_daily", Kind.BANDWIDTH, (Role.DAILY, Role.BYTES_EACH), times),
    Formula("bandwidth_same", Kind.BANDWIDTH, (Role.BYTE_RATE,), times, accuses=False),
    Formula("training", Kind.COMPUTE, (Role.PARAMETERS, Role.TOKENS), lambda n, d: 6 * n * d),
    Formula("inference", Kind.COMPUTE, (Role.PARAMETERS, Role.TOKENS), lambda n, d: 2 * n * d),
    Formula("inference_one", Kind.COMPUTE, (Role.PARAMETERS,), lambda n: 2 * n, accuses=False),
    Formula("inference_each", Kind.COMPUTE, (Role.WORK, Role.PER_REQUEST), times, accuses=False),
    Formula("sample", Kind.SAMPLE, (Role.BASELINE, Role.EFFECT),
            lambda p, d: SAMPLE_CONSTANT * p * (1 - p) / d**2),
    Formula("sample_relative", Kind.SAMPLE, (Role.BASELINE, Role.SHARE),
            lambda p, r: SAMPLE_CONSTANT * (1 - p) / (p * r**2), accuses=False),
    Formula("users_share", Kind.SAMPLE, (Role.USERS, Role.SHARE), times, accuses=False),
    Formula("machines", Kind.MACHINES, (Role.LOAD, Role.MACHINE_RATE), lambda r, m: r / m),
    Formula("machines_bytes", Kind.MACHINES, (Role.BYTES, Role.MACHINE_BYTES),
            lambda b, m: b / m, accuses=False),
    Formula("read_bytes", Kind.DURATION, (Role.BYTES, Role.BYTE_RATE), lambda b, r: b / r, accuses=False),
    Formula("work_through", Kind.DURATION, (Role.ITEMS, Role.RATE), lambda n, r: n / r, accuses=False),
    Formula("machines_time", Kind.MACHINES, (Role.RATE, Role.SERVICE_TIME), times, accuses=False),
)  # fmt: skip


def kind_of(q: Quantity) -> Kind | None:
    """Return what a quantity would be an estimate of; None where it can only be an input."""
    match q.measure:
        case Measure.RATE:
            return Kind.RATE if q.unit.endswith("second") else Kind.VOLUME
        case Measure.BYTES:
            return None if q.has(Cue.CAPACITY) else Kind.STORAGE
        case Measure.BYTE_RATE:
            return Kind.BANDWIDTH if q.unit.endswith("second") else Kind.GROWTH
        case Measure.FLOP:
            return Kind.COMPUTE
        case Measure.TIME:
            if q.has(Cue.TOTAL) and not q.has(Cue.LIMIT):
                return Kind.LATENCY
            return Kind.DURATION if q.value >= LONGEST_CALL_SECONDS else None
        case Measure.COUNT:
            return count_kind(q)
        case _:
            return None


def count_kind(q: Quantity) -> Kind | None:
    if q.noun is Noun.MACHINES:
        return Kind.MACHINES
    if q.noun is Noun.PEOPLE or (q.noun is Noun.NONE and q.has(Cue.ARM)):
        return Kind.SAMPLE
    if q.noun in (Noun.EVENTS, Noun.THINGS) and q.value >= 1_000:
        return Kind.VOLUME
    return None


def stated(q: Quantity, kind: Kind) -> float:
    """Return a quantity's value in the base of its kind: volumes are counts, the rest is as it is."""
    return q.value * DAY if kind is Kind.VOLUME and q.measure is Measure.RATE else q.value
