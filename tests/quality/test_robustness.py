"""What must not matter much: case, spacing, slips, padding, wording, order, script, language."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
import yaml

from grading.backends.load import GLOSSARY as GLOSSARY_FILE
from grading.engine.fitting.samples import Sample
from grading.engine.glossary import parse_glossary
from grading.engine.normal import normalise
from grading.engine.terms import find_terms
from grading.engine.tokens import tokenise
from tests.quality.conftest import Bench

WRITTEN = yaml.safe_load(GLOSSARY_FILE.read_text(encoding="utf-8"))
GLOSSARY = parse_glossary(WRITTEN)
SPELLINGS = {
    term: {"en": spellings.get("en") or [term.replace("-", " ")], "ko": spellings.get("ko", [])}
    for term, spellings in WRITTEN["terms"].items()
}
PADDING = {
    "ko": "음, 질문을 잘 이해했는지 모르겠지만 천천히 말씀드려 보겠습니다. 제 생각을 정리해 볼게요. ",
    "en": "Well, let me think about that for a moment. I will try to put my thoughts in order here. ",
}
REWORDED = {
    "ko": {
        "그래서": "따라서", "때문에": "탓에", "하지만": "그렇지만", "그리고": "또한", "먼저": "우선",
        "예를 들어": "가령", "사용": "활용", "줄이": "낮추", "줄어": "작아져", "늘어": "커져",
        "보통": "대개", "많이": "크게", "거든요": "니까요", "반면": "그에 비해", "입니다": "이에요",
    },
    "en": {
        "because": "since", "so that": "in order that", "therefore": "hence", "but": "yet",
        "for example": "for instance", "use": "employ", "using": "employing", "first": "to begin with",
        "usually": "as a rule", "also": "in addition", "reduces": "lowers", "reduce": "lower",
        "increases": "raises", "helps": "is useful", "whereas": "while", "big": "large", "check": "verify",
    },
}  # fmt: skip


def upper(sample: Sample) -> str:
    return sample.text.upper()


def loose_spacing(sample: Sample) -> str:
    return re.sub(r" (?=\S)", "  ", sample.text).replace(". ", ".\n")


def lost_spaces(sample: Sample) -> str:
    """Every fourth space of a Korean text is missing, as people type."""
    count = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return "" if count % 4 == 0 else match.group()

    return re.sub(r"(?<=[가-힣]) (?=[가-힣])", keep, sample.text)


def slips(sample: Sample) -> str:
    """Two letters swapped in every twelfth Latin word of five letters or more."""
    count = 0

    def swap(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        word = match.group()
        return word[0] + word[2] + word[1] + word[3:] if count % 12 == 0 else word

    return re.sub(r"[A-Za-z]{5,}", swap, sample.text)


def padded(sample: Sample) -> str:
    """About as much idle talk again before, and again after."""
    times = max(1, len(sample.text) // len(PADDING[sample.language]))
    idle = "".join(f"{PADDING[sample.language][:-2]} {i}. " for i in range(times))
    return f"{idle}{sample.text} {idle}"


def reworded(sample: Sample) -> str:
    """Everyday words and connectives said in others, as a second person would."""
    words = REWORDED[sample.language]
    edge = r"\b" if sample.language == "en" else ""
    pattern = edge + "(" + "|".join(sorted(words, key=len, reverse=True)) + ")" + edge
    return re.sub(pattern, lambda match: words[match.group()], sample.text)


def told_backwards(sample: Sample) -> str:
    """The sentences from last to first."""
    return " ".join(reversed(re.split(r"(?<=[.?!])\s+", sample.text.strip())))


def other_script(sample: Sample) -> str:
    """Every second term of a Korean text in the other script, as engineers mix them."""
    if sample.language == "en":
        return sample.text
    text, parts, last = normalise(sample.text).text, [], 0
    for hit in find_terms(text, tokenise(text), GLOSSARY)[::2]:
        written = text[hit.start : hit.end]
        spellings = SPELLINGS[hit.term]["en" if re.search("[가-힣]", written) else "ko"]
        parts += [text[last : hit.start], spellings[0] if spellings else written]
        last = hit.end
    return "".join([*parts, text[last:]])


CHANGES: list[tuple[Callable[[Sample], str], float]] = [
    (upper, 7.0), (loose_spacing, 7.0), (lost_spaces, 7.0), (slips, 7.0), (padded, 12.0),
    (reworded, 7.0), (told_backwards, 7.0), (other_script, 7.0),
]  # fmt: skip


@pytest.mark.parametrize(("change", "allowed"), CHANGES, ids=lambda v: getattr(v, "__name__", None))
def test_it_barely_moves(change: Callable[[Sample], str], allowed: float, bench: Bench) -> None:
    samples = bench.of_kind("strong", "partial", "wrong")[::2]
    before = np.array([v.score for v in bench.grade(samples)])
    after = np.array([v.score for v in bench.grade(samples, [change(s) for s in samples])])
    assert np.abs(after - before).mean() <= allowed


def test_it_does_not_reward_padding(bench: Bench) -> None:
    samples = bench.of_kind("vague", "wrong")
    before = np.array([v.score for v in bench.grade(samples)])
    after = np.array([v.score for v in bench.grade(samples, [padded(s) for s in samples])])
    assert (after - before).mean() <= 4


def test_it_does_not_reward_saying_it_thrice(bench: Bench) -> None:
    samples = bench.of_kind("partial")
    before = bench.grade(samples)
    after = bench.grade(samples, [" ".join([s.text] * 3) for s in samples])
    assert all("repetition" in verdict.gates for verdict in after)
    assert all(a.score <= b.score + 6 for a, b in zip(after, before, strict=True))


def test_it_grades_twins_alike(bench: Bench) -> None:
    scores = dict(zip((s.id for s in bench.samples), bench.grade(bench.samples), strict=True))
    apart = [
        abs(scores[s.id].score - scores[s.twin].score)
        for s in bench.samples
        if s.twin in scores and s.id < s.twin
    ]
    assert np.mean(apart) <= 15
