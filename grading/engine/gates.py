"""Gates: named reasons why an answer cannot earn what its words resemble."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from grading.engine.reading import Reading
from grading.engine.segment import Span
from grading.engine.units import ENGLISH_STOP, PREDICATES
from grading.engine.verdict import Gate

FEWEST_UNITS = 4
REPEATED = 0.5
RESTATED = 0.72
PROSE = 0.16
FRAMED, FRAMES, FRAME_UNITS = 0.6, 4, 4


def prose_share(reading: Reading) -> float:
    """The share of tokens that make sentences rather than lists: endings, verbs, function words."""
    words = [t for t in reading.tokens if t.tag[0] in "NVJEXM" or t.tag in ("SL", "IC")]
    if not words:
        return 0.0
    binding = sum(
        t.form in ENGLISH_STOP if t.tag == "SL" else t.tag in PREDICATES or t.tag[0] == "J"
        for t in words
    )
    return binding / len(words)


def one_frame_share(reading: Reading) -> float:
    """The share of short sentences, or of clauses, that all end on one word.

    "Recall is important. Precision is important.", over and over, or joined by "and".
    """
    return max(_framed(reading, reading.sentences), _framed(reading, reading.clauses))


def _framed(reading: Reading, spans: Sequence[Span]) -> float:
    last: Counter[str] = Counter()
    for span in spans:
        own = reading.said_in(span)
        if 2 <= len(own) <= FRAME_UNITS:
            last[own[-1]] += 1
    most = max(last.values(), default=0)
    return most / len(spans) if most >= FRAMES else 0.0


def restated_share(reading: Reading, prompt: frozenset[str]) -> float:
    """The share of the answer's units that the prompt already holds."""
    units = [unit.id for unit in reading.units]
    return sum(unit in prompt for unit in units) / len(units) if units else 0.0


def form_gates(reading: Reading, prompt: frozenset[str]) -> tuple[Gate, ...]:
    """The gates that can be read off the answer's form, in a fixed order."""
    if not any(char.isalnum() for char in reading.text):
        return ("empty",)
    gates: list[Gate] = []
    units = Counter(unit.id for unit in reading.units)
    if len(units) < FEWEST_UNITS:
        gates.append("too_short")
    if restated_share(reading, prompt) >= RESTATED:
        gates.append("restated")
    listed = len(units) >= 6 and prose_share(reading) < PROSE
    if listed or one_frame_share(reading) >= FRAMED:
        gates.append("stuffing")
    if _share(reading.repeats, reading.sentences) >= REPEATED:
        gates.append("repetition")
    if _share(reading.orders, reading.sentences) > 0:
        gates.append("injection")
    return tuple(gates)


def _share(spans: Sequence[Span], whole: Sequence[Span]) -> float:
    size = sum(s.end - s.start for s in whole)
    return sum(s.end - s.start for s in spans) / size if size else 0.0
