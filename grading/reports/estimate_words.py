"""Formulas, inputs and results of estimates, in the words of the person who reads the report."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grading.engine.estimates.measures import compact

SCIENTIFIC = 1e15


def role_text(role: str) -> str:
    """Say what an input is, as one asks for it."""
    return {
        "users": _("the number of users"),
        "actions": _("what one user does a day"),
        "daily": _("how many requests a day"),
        "volume": _("how many in all"),
        "span": _("in what time"),
        "rate": _("how many requests a second"),
        "load": _("how many requests a second"),
        "peak": _("the peak over the average"),
        "items": _("how many items"),
        "each": _("how many each has"),
        "dims": _("how many dimensions"),
        "precision": _("how many bytes a number takes"),
        "bytes_each": _("how many bytes one takes"),
        "bytes": _("how much one copy takes"),
        "byte_rate": _("how much a day"),
        "days": _("how long it is kept"),
        "copies": _("how many copies"),
        "parameters": _("how many parameters"),
        "tokens": _("how many tokens"),
        "share": _("what share"),
        "baseline": _("the baseline rate"),
        "effect": _("the smallest difference to detect"),
        "machine_rate": _("what one machine handles"),
    }.get(role, role)


def formula_text(key: str) -> str:
    """Say in words how a number follows."""
    per_second = _("daily requests ÷ 86,400 seconds")
    with_peak = _("average rate × peak factor")
    traffic = _("rate × bytes each")
    return {
        "users_actions_rate": _("users × actions a day ÷ 86,400 seconds"),
        "daily_rate": per_second,
        "volume_day": per_second,
        "volume_rate": _("number ÷ time"),
        "volume_span": _("number ÷ time"),
        "rate_peak": with_peak,
        "daily_peak": with_peak,
        "users_actions_peak": _("users × actions a day ÷ 86,400 seconds × peak factor"),
        "rate_each": _("requests × items a request"),
        "volume_each": _("requests × items a request"),
        "daily_each": _("requests × items a request"),
        "rate_share": _("number × share"),
        "volume_share": _("number × share"),
        "daily_share": _("number × share"),
        "machine_rate": _("1 ÷ time a request"),
        "users_actions": _("users × actions a day"),
        "rate_day": _("rate × 86,400 seconds"),
        "items_bytes": _("items × bytes each"),
        "items_bytes_copies": _("items × bytes each × copies"),
        "vectors": _("vectors × dimensions × bytes a number"),
        "vectors_each": _("items × vectors each × dimensions × bytes a number"),
        "vectors_copies": _("vectors × dimensions × bytes a number × copies"),
        "parameters": _("parameters × bytes a parameter"),
        "parameters_adam": _("parameters × 16 bytes of training state"),
        "kept": _("growth × time kept"),
        "stream": _("rate × time"),
        "kept_copies": _("growth × time kept × copies"),
        "copies": _("size × copies"),
        "machines_copies": _("size × machines"),
        "daily_bytes": traffic,
        "daily_bytes_kept": _("rate × bytes each × time kept"),
        "daily_bytes_kept_copies": _("rate × bytes each × time kept × copies"),
        "daily_growth": traffic,
        "volume_growth": traffic,
        "users_growth": _("users × actions a day × bytes each"),
        "bandwidth": traffic,
        "bandwidth_daily": traffic,
        "bandwidth_same": _("the same rate in another unit"),
        "training": _("6 × parameters × tokens"),
        "inference": _("2 × parameters × tokens"),
        "inference_one": _("2 × parameters"),
        "inference_each": _("work for one × how many"),
        "sample": _("16 × p(1 − p) ÷ difference²"),
        "sample_relative": _("16 × p(1 − p) ÷ difference²"),
        "users_share": _("number × share"),
        "read_bytes": _("size ÷ rate"),
        "work_through": _("number ÷ rate"),
        "machines": _("rate ÷ what one machine handles"),
        "machines_bytes": _("size ÷ memory of one machine"),
        "machines_time": _("rate × time a request"),
        "parts": _("the sum of the parts"),
        "expression": _("as you wrote it out"),
    }.get(key, "")


def write_quantity(value: float, unit: str) -> str:
    """Write a value in pint's unit: numbers in words of the language, units in their symbols."""
    measure, _slash, period = unit.partition("/")
    amount = write_number(value) if measure in ("", "1") else write_measure(value, measure)
    if period == "second":
        return _("%(amount)s per second") % {"amount": amount}
    if period == "day":
        return _("%(amount)s per day") % {"amount": amount}
    if period == "year":
        return _("%(amount)s per year") % {"amount": amount}
    return f"{amount}/{period}" if period else amount


def write_measure(value: float, unit: str) -> str:
    if span := span_text(unit):
        return span % {"amount": digits(value)}
    return f"{value:.2g} FLOP" if unit == "flop" else compact(value, unit)


def span_text(unit: str) -> str:
    """Return how a span longer than seconds is written; they take no prefix."""
    return {
        "minute": _("%(amount)s minutes"),
        "hour": _("%(amount)s hours"),
        "day": _("%(amount)s days"),
        "week": _("%(amount)s weeks"),
        "month": _("%(amount)s months"),
        "year": _("%(amount)s years"),
    }.get(unit, "")


def write_number(value: float) -> str:
    """Write three digits and the word for the rest; Korean counts in ten thousands."""
    if value >= SCIENTIFIC:
        return f"{value:.3g}"
    korean = (get_language() or "").startswith("ko")
    steps = KOREAN if korean else ENGLISH
    for step, word in steps:
        if value >= step:
            return f"{digits(value / step)}{word}"
    return digits(value)


KOREAN = ((1e12, "조"), (1e8, "억"), (1e4, "만"))
ENGLISH = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))


def digits(value: float) -> str:
    """Write three significant digits, with commas and without a bare decimal point."""
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if rounded >= 100 or rounded == int(rounded) else f"{rounded:g}"
