"""Quantities found in a text: each number read together with the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grading.engine.estimates.implied import find_implied
from grading.engine.estimates.measures import factor
from grading.engine.estimates.nouns import NOUNS, NOUNS_BEFORE
from grading.engine.estimates.numbers import Number, find_numbers
from grading.engine.estimates.periods import find_period
from grading.engine.estimates.quantity import Cue, Measure, Noun, Quantity
from grading.engine.estimates.sentences import sentence_ends, sentence_number
from grading.engine.estimates.standing import CUES_BEFORE, find_cues, is_named
from grading.engine.estimates.units import Unit, read_unit

NO_CUES: frozenset[Cue] = frozenset()
# how far the words that belong to a number may be
BACK, AHEAD = 60, 60
# a bare number at a peak is a rate from here on; below, it may count the peaks
LEAST_PEAK = 100.0
# the each of 50 MB each is not the next number's
TAKEN = re.compile(r"^\s?-?(?:[kKMGTP]i?B|bytes?)\s(?:each|apiece)\b", re.A)
HANGUL = re.compile("[가-힣]")


def find_quantities(text: str, *, given: bool = False) -> list[Quantity]:
    """Return a text's quantities in order; offsets and quotes are those of the text as it is."""
    numbers = find_numbers(text)
    ends = sentence_ends(text)
    found = [
        quantity_of(text, numbers, place, sentence_number(ends, number.start), given)
        for place, number in enumerate(numbers)
    ]
    for implied in find_implied(text):
        start, end, value, measure, unit = implied
        # 16 floats are a length and a size at once
        if measure is Measure.PRECISION or not any(q.start < end and start < q.end for q in found):
            place = sentence_number(ends, start)
            quote = text[start:end]
            found.append(
                Quantity(
                    value, measure, Noun.NONE, unit, NO_CUES, start, end, place, quote, value, given
                )
            )
    return sorted(found, key=lambda q: q.start)


def quantity_of(
    text: str, numbers: Sequence[Number], place: int, sentence: int, given: bool
) -> Quantity:
    number = numbers[place]
    unit = read_unit(text, number)
    before = window_before(text, numbers, place)
    after = window_after(text, numbers, place, unit.end)
    if unit.measure is Measure.COUNT and is_named(
        text[number.start : number.end], number.value, before, after
    ):
        unit = Unit(Measure.OTHER, "", number.value, number.end)
    noun, end = find_noun(text, numbers, place, unit, before)
    cues = find_cues(TAKEN.sub("", before), after)
    if at_peak(text, number):
        cues.add(Cue.PEAK)
    measure, name, value = unit.measure, unit.name, unit.value
    counted = unit.measure in (Measure.COUNT, Measure.BYTES)
    per = find_period(before, after) if counted else ""
    if measure in (Measure.COUNT, Measure.BYTES) and per and noun is not Noun.PEOPLE:
        measure = Measure.RATE if measure is Measure.COUNT else Measure.BYTE_RATE
        value, name = value / factor(per, "second"), f"{name or '1'}/{per}"
    if (
        measure is Measure.COUNT
        and Cue.PEAK in cues
        and noun in (Noun.NONE, Noun.EVENTS)
        and value >= LEAST_PEAK
    ):
        measure, name = Measure.RATE, "1/second"
    if measure is Measure.BYTES and is_precision(after, before):
        measure = Measure.PRECISION
    if per == "day":
        cues |= {Cue.DAILY}
    return Quantity(
        value, measure, noun, name, frozenset(cues), number.start, end, sentence,
        text[number.start:end], number.value, given,
    )  # fmt: skip


def window_before(text: str, numbers: Sequence[Number], place: int) -> str:
    """Return the words before a number, back to the number before it."""
    start = max(numbers[place - 1].end if place else 0, numbers[place].start - BACK)
    return text[start : numbers[place].start]


def window_after(text: str, numbers: Sequence[Number], place: int, end: int) -> str:
    stop = numbers[place + 1].start if place + 1 < len(numbers) else len(text)
    return text[end : max(end, min(stop, end + AHEAD))]


def find_noun(
    text: str, numbers: Sequence[Number], place: int, unit: Unit, before: str
) -> tuple[Noun, int]:
    """Return what is counted and where the quote may end: after a noun that stands next to the number."""
    if unit.measure is not Measure.COUNT:
        return Noun.NONE, unit.end
    named = next((noun for noun, pattern in NOUNS_BEFORE.items() if pattern.search(before)), None)
    stop = next_stop(text, numbers, place, unit.end)
    best: tuple[int, Noun, int] | None = None
    for noun, pattern in NOUNS.items():
        match = pattern.search(text, unit.end, stop)
        if match and (best is None or match.start() < best[0]):
            best = (match.start(), noun, match.end())
    if best and best[0] - unit.end <= (30 if text[unit.end : unit.end + 1] in " -" else 1):
        between = text[unit.end : best[0]]
        if HANGUL.search(between):  # another word's noun
            return named or Noun.NONE, unit.end
        near = len(between) <= 24 and not re.search(r"[,;:]", between)
        return named or best[1], best[2] if near else unit.end
    return named or Noun.NONE, unit.end


def next_stop(text: str, numbers: Sequence[Number], place: int, start: int) -> int:
    """Return where the words after a number end: at punctuation, or a number that is not an adjective."""
    stop = min(len(text), start + 45)
    for number in numbers[place + 1 :]:
        if number.start >= stop:
            break
        if read_unit(text, number).measure not in (Measure.DIMS, Measure.PRECISION):
            stop = number.start
            break
    match = re.compile(r"[.,;:!?()=](?:\s|$)|\n|=").search(text, start, stop)
    return match.start() if match else stop


def at_peak(text: str, number: Number) -> bool:
    """Say whether a peak was named earlier in the clause: at peak 2.5x, so 50k."""
    return bool(CUES_BEFORE[Cue.PEAK].search(text[max(0, number.start - BACK) : number.start]))


PRECISION_AFTER = re.compile(
    r"\s?(?:per|a|an|each|every)\s(?:param|number|value|float|weight|dim|element)", re.I | re.A
)
PRECISION_BEFORE = re.compile(
    r"(?:파라미터당|값당|차원당|원소당|숫자당|per parameter)\s?(?:약)?\s?$", re.I | re.A
)


def is_precision(after: str, before: str) -> bool:
    return bool(PRECISION_AFTER.match(after) or PRECISION_BEFORE.search(before))
