"""The words of a text that carry meaning: glossary terms and content words, with offsets."""

from __future__ import annotations

from dataclasses import dataclass

from grading.engine.stems import stems_of
from grading.engine.terms import TermHit
from grading.engine.tokens import Token

CONTENT = frozenset({"NNG", "NNP", "NR", "SL", "SN", "SH", "VV", "VA", "XR"})
PREDICATES = frozenset({"VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA", "EF", "EC", "ETM"})
ENGLISH_STOP = stems_of(
    "a an the this that these those it its they them their he she we you i me my our your be am "
    "do can could will would shall should may might must have of in on at by for with to from as "
    "into onto over under up down out off about than then so and or but if when while because "
    "since also just only very much more most less many some any all each both other another such "
    "there here what which who whom whose why how where not no nor too own same get go thing "
    "like really basical actual simp well kind sort say tell think know mean make let us use "
    "one two etc still even yet however therefore thus though although whereas way lot s t d re ll ve "
    "i'd i'll i'm i've it's that's there's you're you'd you'll we're we'd they're don't doesn't isn't "
    "aren't can't won't wouldn't shouldn't didn't"
)  # fmt: skip
KOREAN_STOP = frozenset(
    [
        "하",
        "되",
        "있",
        "이",
        "보",
        "주",
        "같",
        "것",
        "거",
        "수",
        "때",
        "그",
        "저",
        "이거",
        "그거",
        "그것",
        "이것",
        "저희",
        "우리",
        "경우",
        "정도",
        "때문",
        "가지",
        "말",
        "말하",
        "생각",
        "생각하",
        "나오",
        "들",
        "오",
        "가",
        "알",
        "모르",
        "싶",
        "않",
        "없",
        "안",
        "못",
        "못하",
        "위하",
        "대하",
        "통하",
        "따르",
        "의하",
        "관하",
        "쓰",
        "사용",
        "부분",
        "점",
        "중",
        "등",
        "및",
        "예",
        "때문",
        "그렇",
        "이렇",
        "어떻",
        "그러",
        "이러",
        "어떠",
        "무엇",
        "뭐",
        "왜",
        "많",
        "좀",
        "더",
        "덜",
        "일단",
        "다음",
        "먼저",
        "다시",
        "여기",
        "거기",
        "이때",
        "그때",
        "다",
        "또",
        "내",
        "나",
        "제",
        "측면",
        "방법",
        "방식",
        "식",
        "편",
        "쪽",
        "만들",
        "두",
        "한",
        "번",
        "개",
    ]
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A term or a content word; a term's id begins with `=`."""

    id: str
    start: int
    end: int

    @property
    def is_term(self) -> bool:
        return self.id.startswith("=")


def find_units(tokens: tuple[Token, ...], hits: tuple[TermHit, ...]) -> tuple[Unit, ...]:
    units = [Unit("=" + hit.term, hit.start, hit.end) for hit in hits]
    spans = iter((*hits, None))
    hit = next(spans)
    for token in tokens:
        while hit is not None and hit.end <= token.start:
            hit = next(spans)
        inside = hit is not None and token.start < hit.end and token.end > hit.start
        if not inside and is_content(token):
            units.append(Unit(token.form, token.start, token.end))
    return tuple(sorted(units, key=lambda unit: (unit.start, unit.end)))


def is_content(token: Token) -> bool:
    """Whether a token says something by itself."""
    if token.tag not in CONTENT:
        return False
    if token.tag == "SL":
        return token.form not in ENGLISH_STOP
    return token.form not in KOREAN_STOP
