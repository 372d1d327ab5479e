"""Units of information, time and computation, kept by pint: what a word for one is called there."""

from __future__ import annotations

from functools import lru_cache

from pint import UnitRegistry

# only these: pint's own list takes long to load, and makes a byte a mere number
DEFINITIONS = (
    "kilo- = 1e3 = k-", "mega- = 1e6 = M-", "giga- = 1e9 = G-", "tera- = 1e12 = T-",
    "peta- = 1e15 = P-", "exa- = 1e18 = E-", "kibi- = 1024 = Ki-", "mebi- = 1024**2 = Mi-",
    "gibi- = 1024**3 = Gi-", "tebi- = 1024**4 = Ti-", "milli- = 1e-3 = m-", "micro- = 1e-6 = µ-",
    "bit = [information]", "byte = 8 bit = B", "second = [time] = s",
    "minute = 60 second = min", "hour = 60 minute = h", "day = 24 hour",
    "week = 7 day", "month = 30 day", "year = 365 day",
    "flop = [computation] = FLOP",
)  # fmt: skip


@lru_cache(maxsize=1)
def registry() -> UnitRegistry[float]:
    """Return the one registry; its conversions are the only unit arithmetic there is."""
    units: UnitRegistry[float] = UnitRegistry(None)
    for line in DEFINITIONS:
        units.define(line)
    return units


@lru_cache(maxsize=256)
def factor(unit: str, base: str) -> float:
    """Return how many `base` one `unit` is; both are pint expressions of one dimension."""
    return float(registry().Quantity(1.0, unit or "").to(base or "").magnitude)


def convert(value: float, base: str, unit: str) -> float:
    """Return a value in `base` as one in `unit`."""
    return float(registry().Quantity(value, base).to(unit).magnitude)


def compact(value: float, unit: str) -> str:
    """Write a value with three significant digits and the prefix that keeps it short."""
    return f"{registry().Quantity(value, unit).to_compact():.3~g}"
