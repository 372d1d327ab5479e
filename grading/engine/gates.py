"""Gates: named reasons why an answer cannot earn what its words resemble."""

from __future__ import annotations

import re
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
ORDER = re.compile(
    r"ignore\b.{0,40}\b(?:instruction|rubric|prompt|above|previous)"
    r"|disregard\b.{0,40}\b(?:instruction|rubric|prompt|above|previous)"
    r"|(?:give|award|assign|grant|mark|grade|score|rate)\b.{0,60}\b(?:full|maximum|max|perfect|highest|top)\b.{0,12}"
    r"\b(?:mark|score|credit|point|grade|rating)"
    r"|\b(?:system prompt|as an ai|you are (?:a|the|an) (?:\w+ )?(?:grader|judge|examiner|assistant))"
    r"|(?:score|grade|mark)s?\b.{0,20}\b(?:100|10/10|100/100)\b"
    r"|\b(?:all|every) (?:the )?(?:rubric )?points?\b.{0,30}\b(?:said|covered|satisfied|met|passed)"
    r"|(?:지시|지침|명령|프롬프트|루브릭|채점 ?기준|규칙).{0,14}(?:무시|잊)"
    r"|(?:만점|최고점|100 ?점|점수를? 최대).{0,16}(?:주|줘|처리|부여|달라|매겨|채점|기록|바랍|부탁)"
    r"|채점(?:자|기|관|하는 ?(?:모델|시스템)|\s?(?:모델|시스템|에이전트)).{0,50}"
    r"(?:점|통과|정답|said|만점|처리|주세요|주십)"
    r"|(?:모든|전부).{0,14}(?:항목|포인트|기준|루브릭).{0,16}(?:만족|충족|통과|언급한|말한|said)",
    re.IGNORECASE | re.DOTALL,
)


def ordered_spans(reading: Reading) -> tuple[Span, ...]:
    """The sentences that give the grader orders instead of answering."""
    return tuple(s for s in reading.sentences if ORDER.search(reading.text[s.start : s.end]))


def repeated_spans(reading: Reading) -> tuple[Span, ...]:
    """Sentences that say again, unit by unit, what an earlier one said."""
    seen: set[tuple[str, ...]] = set()
    repeats = []
    for span in reading.sentences:
        key = tuple(u.id for u in reading.units if span.start <= u.start and u.end <= span.end)
        if key and key in seen:
            repeats.append(span)
        seen.add(key)
    return tuple(repeats)


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
    """The share of short sentences that all end on one word: "recall is important", over and over."""
    last: Counter[str] = Counter()
    for span in reading.sentences:
        own = [u.id for u in reading.units if span.start <= u.start and u.end <= span.end]
        if 2 <= len(own) <= FRAME_UNITS:
            last[own[-1]] += 1
    most = max(last.values(), default=0)
    return most / len(reading.sentences) if most >= FRAMES else 0.0


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
    if _share(repeated_spans(reading), reading.sentences) >= REPEATED:
        gates.append("repetition")
    if _share(ordered_spans(reading), reading.sentences) > 0:
        gates.append("injection")
    return tuple(gates)


def _share(spans: Sequence[Span], whole: Sequence[Span]) -> float:
    size = sum(s.end - s.start for s in whole)
    return sum(s.end - s.start for s in spans) / size if size else 0.0
