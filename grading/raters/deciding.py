"""States and quotes out of a form, as far as they make sense; the rest is not there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from grading.models import PersonState


def read_states(form: Mapping[str, str], points: Collection[int]) -> dict[int, str]:
    """Return the state of each point that has one: fields `state-<point>`."""
    found = {point: form.get(f"state-{point}", "") for point in points}
    return {point: state for point, state in found.items() if state in PersonState.values}


def read_quotes(
    form: Mapping[str, str], points: Collection[int], length: int
) -> dict[int, tuple[int, int]]:
    """Return the marked words of each point: fields `quote-<point>` with `start-end`."""
    found = {}
    for point in points:
        start, _, end = form.get(f"quote-{point}", "").partition("-")
        if start.isdecimal() and end.isdecimal() and int(start) < int(end) <= length:
            found[point] = (int(start), int(end))
    return found
