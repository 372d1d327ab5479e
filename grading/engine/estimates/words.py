"""The words for units that may stand at a number, Korean and English, and pint's names for them."""

from __future__ import annotations

import re

PREFIXES = {"k": "kilo", "m": "mega", "g": "giga", "t": "tera", "p": "peta", "e": "exa"}
SPOKEN_PREFIXES = {
    "킬로": "kilo", "메가": "mega", "기가": "giga", "테라": "tera", "페타": "peta",
    "kilo": "kilo", "mega": "mega", "giga": "giga", "tera": "tera", "peta": "peta",
}  # fmt: skip
BYTES = re.compile(
    r"\s?-?(?:(?P<p>[kKMGTPE])(?P<i>i?)[Bb](?![A-Za-z])(?!ps)|(?P<s>kilo|mega|giga|tera|"
    r"peta)bytes?\b"
    r"|(?P<k>킬로|메가|기가|테라|페타)(?:\s?바이트)?(?!비트)|(?P<g>gigs?)\b|(?P<b>bytes?\b|"
    r"바이트))",
    re.I | re.A,
)
BIT_RATE = re.compile(
    r"\s?(?:(?P<p>[kKMGT])(?:bps|b/s|bits?/s|bit per second)(?![A-Za-z])|(?P<k>메가|기가|"
    r"테라)\s?비트)"
)
PER_SECOND = re.compile(
    r"\s?(?:/\s?s(?:ec)?\b|per second|a second|each second|/초|ps\b)", re.I | re.A
)
BITS = re.compile(r"\s?-?(?:bits?\b|비트)", re.I | re.A)
TIMES = {
    "millisecond": r"ms\b|msecs?\b|milliseconds?\b|millis\b|밀리\s?초|밀리세컨드",
    "microsecond": r"[µu]s\b|microseconds?\b|마이크로\s?초",
    "second": r"s\b|secs?\b|seconds?\b|초(?!당)",
    "minute": r"min\b|mins\b|minutes?\b|분(?!의|류|포|기|석|산)",
    "hour": r"hours?\b|hrs?\b|시간(?!당)",
    "day": r"days?\b|일(?:치|간|(?![가-힣]))|일(?=\s?(?:보관|동안|이면|씩))",
    "week": r"weeks?\b|주(?:간|일)?(?=\s|치|[.,]|동안|$)",
    "month": r"months?\b|개월|달(?!러)",
    "year": r"years?\b|년(?:치|간|이면|동안|이|에|은|(?![가-힣]))",
}
TIME = {
    unit: re.compile(rf"\s?-?(?:{pattern})(?![A-Za-z])", re.I | re.A)
    for unit, pattern in TIMES.items()
}
DIMS = re.compile(
    r"\s?-?\s?(?:(?:fp|float|bf|int)\d\d?|half[- ]precision|single[- ]precision|float|"
    r"half)?\s?-?(?:values?\b|dims?\b|dimensions?\b|dimensional\b|d\b|floats?\b|차원|float(?!\d))",
    re.I | re.A,
)
POINTS = re.compile(
    r"\s?(?:%p|%\s?포인트|퍼센트\s?포인트|percentage[ -]points?|pp\b|p\.p\.|%\s?points?)",
    re.I | re.A,
)
SHARE = re.compile(r"\s?(?:%|percent\b|퍼센트|프로(?![가-힣]))", re.A)
FACTOR = re.compile(
    r"\s?(?:[x×](?![A-Za-z])(?!\s?[\d(])|-?fold\b|times(?=\s+(?:the|that|peak|average|higher|as|"
    r"more))|배(?![가-힣]*[치포열]))",
    re.I | re.A,
)
FLOP_RATE = re.compile(r"\s?(?:[KMGTPE]FLOPS\b|FLOPS\b|[KMGTPE]?FLOPs?/s)", re.A)
FLOP = re.compile(r"\s?(?:(?P<p>[KMGTPE])?FLOPs?\b|플롭스?)", re.A)
QPS = re.compile(r"\s?(?:QPS|RPS|TPS|req/s)(?![A-Za-z])", re.I | re.A)
MONEY = re.compile(
    r"\s?(?:달러|원(?![가-힣]*[본소])|dollars?\b|cents?\b|USD\b|KRW\b|억\s?원|만\s?원)", re.I | re.A
)

PRECISIONS = {
    8.0: r"fp64|float64|f64|double precision",
    4.0: r"fp32|float32|f32|float 32|single[- ]precision|단정밀도",
    2.0: (
        r"fp16|bf16|float16|bfloat16|f16|half[- ]precision|half(?= (?:vectors?|floats?|벡터))|"
        r"반정밀도|절반 정밀도|half(?=\s?(?:로|벡터))"
    ),
    1.0: r"int8|fp8|uint8|8비트|8-bit",
    0.5: r"int4|fp4|4비트|4-bit",
}
PRECISION = {
    size: re.compile(rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])", re.I | re.A)
    for size, pattern in PRECISIONS.items()
}
