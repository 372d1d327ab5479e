"""Per what time a number is said: 초당, 하루, per second, a day."""

from __future__ import annotations

import re

RATE_BEFORE = re.compile(
    r"(?:[QRT]PS)\s?(?:은|는|이|가|로|를|of|is|was|:|=)?\s?(?:약|대략|한|about|around|"
    r"roughly)?\s?$",
    re.I | re.A,
)
_FILL = (
    r"\s?(?:에|으로 치면|로 치면|로|평균|약|대략|각각|의|요청|검색|노출|이벤트|최대|,|총|에는|"
    r"마다|한|매번|새로|"
    r"광고|클릭|재생|로그|\s)*$"
)
BEFORE = {
    "second": re.compile(rf"(?:초당|매초|1초에){_FILL}"),
    "minute": re.compile(rf"(?:분당|매분){_FILL}"),
    "hour": re.compile(rf"(?:시간당|매시간){_FILL}"),
    "day": re.compile(rf"(?:하루|매일|일\s?평균|일간|일일|날마다|1일|일당){_FILL}"),
    "month": re.compile(rf"(?:매달|매월|한 달에|월간){_FILL}"),
    "year": re.compile(rf"(?:연간|매년|해마다){_FILL}"),
}
_NEAR = r"[^\d.,;:!?]{0,40}?"
# a second step is no period
_A_SECOND = (
    r"\ba second\b(?=\s*(?:[.,;:)!?]|$)"
    r"|\s(?:and|at|on|so|is|are|to|with|which|for|by|that|times|or|but|if|when|per)\b)"
)
AFTER = {
    "second": re.compile(
        rf"^{_NEAR}(?:\b(?:per|each|every)\s?sec(?:ond)?\b|{_A_SECOND}|/\s?s(?:ec)?\b|/초)",
        re.I | re.A,
    ),
    "minute": re.compile(
        rf"^{_NEAR}(?:\b(?:per|a|each|every)\s?min(?:ute)?\b|/\s?min\b)", re.I | re.A
    ),
    "hour": re.compile(rf"^{_NEAR}(?:\b(?:per|an|each|every)\s?hour\b|/\s?h\b)", re.I | re.A),
    "day": re.compile(
        rf"^{_NEAR}(?:\b(?:per|a|each|every|one)[\s-]?day\b|/\s?d(?:ay)?\b|\bdaily\b|/일)",
        re.I | re.A,
    ),
    "month": re.compile(rf"^{_NEAR}(?:\b(?:per|a|each|every)\s?month\b|\bmonthly\b)", re.I | re.A),
    # kept for a year is a span
    "year": re.compile(
        rf"^{_NEAR}(?:\b(?:per|each|every)\s?year\b|(?<!for )(?<!over )(?<!in )(?<!after )(?<!of )"
        r"\ba year\b|\byearly\b|\bannually\b|/\s?(?:yr|year)\b)",
        re.I | re.A,
    ),
}


def find_period(before: str, after: str) -> str:
    """Return the unit of time that the words next to a number name; "" for none."""
    for name, pattern in BEFORE.items():
        if pattern.search(before):
            return name
    return next((name for name, pattern in AFTER.items() if pattern.search(after)), "")
