"""Which words of a clause are affirmed and which denied: the scope of negation and of advice against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grading.engine.stems import stems_of
from grading.engine.tokens import Token

ENGLISH_NEGATORS = stems_of(
    "not no never without cannot neither nor none nothing hardly barely instead rather unlike lack"
)
WHOLE_CLAUSE = stems_of(
    "unnecessary pointless redundant useless needless irrelevant negligible overkill"
)
ENGLISH_AGAINST = WHOLE_CLAUSE | stems_of(
    "avoid skip ignore omit exclude discard forget dismiss waste"
)
KOREAN_NEGATORS = frozenset(
    {
        ("VX", "않"),
        ("VX", "못하"),
        ("VX", "말"),
        ("VCN", "아니"),
        ("MAG", "안"),
        ("MAG", "못"),
        ("VA", "없"),
    }
)
KOREAN_AGAINST = frozenset(
    [
        "무시",
        "생략",
        "불필요",
        "무관",
        "상관없",
        "필요없",
        "피하",
        "금지",
        "무의미",
        "소용없",
        "쓸데없",
        "제외",
        "빼",
        "버리",
        "그만두",
        "무용",
        "삼가",
    ]
)
LINKING = frozenset({"지", "어", "아", "게"})
CONDITIONS = frozenset({"면", "으면", "ᆫ다면", "다면", "라면", "이라면"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of tokens under one sign."""

    tokens: tuple[Token, ...]
    sign: int


def stretches(tokens: list[Token]) -> Iterator[Stretch]:
    """The runs of one clause with their signs: Korean where it holds Korean, else English."""
    if any(token.tag[0] == "E" or token.tag[0] == "J" for token in tokens):
        yield from _korean(tokens)
    else:
        yield from _english(tokens)


def turns(token: Token) -> bool:
    """Whether a token denies, or advises against, what is in its scope."""
    if token.tag == "SL":
        form = token.form
        return form in ENGLISH_NEGATORS or form in ENGLISH_AGAINST or form.endswith("n't")
    if (token.tag, token.form) in KOREAN_NEGATORS:
        return True
    return token.form in KOREAN_AGAINST and token.tag[0] in "NVXM"


def _english(tokens: list[Token]) -> Iterator[Stretch]:
    """A negator turns what follows it; advice against turns what follows, a verdict the whole."""
    sign = -1 if any(token.form in WHOLE_CLAUSE for token in tokens) else 1
    run: list[Token] = []
    for token in tokens:
        if turns(token) and token.form not in WHOLE_CLAUSE:
            if run:
                yield Stretch(tuple(run), sign)
                run = []
            sign = -sign
        run.append(token)
    if run:
        yield Stretch(tuple(run), sign)


def _korean(tokens: list[Token]) -> Iterator[Stretch]:
    """Predicates come last, so a negator turns the run that it ends; "…면 안 된다" turns the condition."""
    runs: list[tuple[list[Token], int]] = []
    run: list[Token] = []
    sign = 1
    for i, token in enumerate(tokens):
        run.append(token)
        if turns(token):
            sign = -sign
        if _ends_run(tokens, i):
            runs.append((run, sign))
            run, sign = [], 1
    if run:
        runs.append((run, sign))
    for i, (members, own) in enumerate(runs):
        following = runs[i + 1] if i + 1 < len(runs) else None
        if following and following[1] < 0 and _forbids(members, following[0]):
            own = -own
        yield Stretch(tuple(members), own)


def _ends_run(tokens: list[Token], i: int) -> bool:
    token = tokens[i]
    if token.tag == "ETM":
        return False
    if token.tag == "SP":
        return True
    if token.tag != "EC" or token.form in LINKING:
        return False
    return i + 1 == len(tokens) or tokens[i + 1].tag != "VX"


def _forbids(condition: list[Token], verdict: list[Token]) -> bool:
    """Whether a run only forbids the condition before it: "쓰면 안 됩니다"."""
    ends = [token for token in condition if token.tag[0] != "S"]
    if not ends or ends[-1].form not in CONDITIONS:
        return False
    return not any(token.tag[0] == "N" for token in verdict) and any(
        t.form == "되" for t in verdict
    )
