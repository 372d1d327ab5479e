"""Korean numerals: 1억 2천만, 3만5천, 1.5억, 천만, 십만, 천이백, and native ones before a counter.

한 is left out: before a counter it says *each*, before a number *about*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

NATIVE = {
    "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5,
    "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "스무": 20,
}  # fmt: skip
SINO = {char: value for value, char in enumerate("일이삼사오육칠팔구", start=1)}
SMALL = {"십": 10.0, "백": 100.0, "천": 1000.0}
BIG = {"만": 1e4, "억": 1e8, "조": 1e12}

DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
SPOKEN = r"(?:[일이삼사오육칠팔구]?[천백십]){1,3}[일이삼사오육칠팔구]?"
NOT_A_UNIT = r"(?!족|큼|약|각|들|\s?금|건 |회|사|정)"
PART = rf"(?:{DIGITS}\s?[만억조]{NOT_A_UNIT}|{DIGITS}[천백십][만억조]?|{SPOKEN}[만억조]?)"
TAIL = (
    rf"(?:\s?(?:{DIGITS}[천백십]?[만억조]|{DIGITS}[천백십]|\d{{4}}(?!\d)|{SPOKEN}[만억조]?"
    r"|[일이삼사오육칠팔구](?=[만억])[만억]))"
)
# a numeral without digits is one only where something is counted
COUNTER = (
    r"(?=\s?(?:명|건|개|번|회|초|대|장|원|차원|행|토큰|파라미터|배|일|쌍|편|곡|줄|유저|사용자|"
    r"요청|검색|"
    r"쿼리|회원|고객|이용자|아이템|상품|영상|동영상|이미지|문서|벡터|바이트|메가|기가|테라|달러|"
    r"[QRT]PS|[qrt]ps|[KMGTP]i?B|dim|에서|정도|쯤))"
)
KOREAN = re.compile(
    rf"(?<![A-Za-z0-9_.,]){DIGITS}(?:\s?[만억조]{NOT_A_UNIT}|[천백십][만억조]?){TAIL}{{0,3}}"
    rf"|(?<![가-힣A-Za-z0-9])(?:{SPOKEN}[만억조]?|[일이삼사오육칠팔구]?[만억]){TAIL}{{0,3}}{COUNTER}"
    rf"|(?<![가-힣])(?:{'|'.join(NATIVE)})(?=\s?(?:배|번|개|대|장|건|명|벌|차례|단계|코어|카피|"
    rf"복제|시간)(?![가-힣]*데))"
)
PIECE = re.compile(
    rf"(?P<digits>{DIGITS})?(?P<small>[일이삼사오육칠팔구십백천]*)\s?(?P<big>[만억조])?"
)


def find_korean(text: str) -> Iterator[tuple[float, int, int]]:
    """Yield each numeral's value and place; where the parts do not descend a new one begins."""
    match = KOREAN.search(text)
    while match:
        value, length = read_korean(match.group())
        yield value, match.start(), match.start() + length
        match = KOREAN.search(text, match.start() + max(1, length))


def read_korean(text: str) -> tuple[float, int]:
    """Return the value of what KOREAN matched, and how much of it that is."""
    if text in NATIVE:
        return float(NATIVE[text]), len(text)
    total, last, end = 0.0, float("inf"), 0
    for match in PIECE.finditer(text):
        if not match.group().strip():
            continue
        small = read_small(match["digits"], match["small"])
        scale = BIG[match["big"]] if match["big"] else 1.0
        if scale >= last:
            break
        total += (small if small is not None else 1.0) * scale
        last, end = scale, match.end()
    return total, len(text[:end].rstrip())


def read_small(digits: str | None, units: str) -> float | None:
    """Return what stands before 만, 억 or 조: 2천, 1200, 이천삼백; None for nothing at all."""
    if not digits and not units:
        return None
    total, current = 0.0, float(digits.replace(",", "")) if digits else 0.0
    for char in units:
        if char in SINO:
            current = float(SINO[char])
        else:
            total += (current or 1.0) * SMALL[char]
            current = 0.0
    return total + current
