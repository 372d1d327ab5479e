"""Every span leads back to the raw text."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grading.engine.glossary import Glossary
from grading.engine.grader import Grader
from grading.engine.normal import normalise
from grading.engine.reading import read
from grading.engine.rubric import Rubric
from grading.engine.verdict import GradeItem

PIECES = st.sampled_from(
    ["배깅은 분산을 줄여요. ", "Bagging lowers variance, ", "recall이 ", "😀", "각", "ﬁt ", "\n",
     "그래서 ", "L2 정규화를 쓰면 ", "e.g. 3.5% ", "K-Means는 ", "…", "\u200b", "ｗｉｄｅ ", "İ "]
)  # fmt: skip
MIXED = st.lists(PIECES | st.text(max_size=6), max_size=12).map("".join)
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@RELAXED
@given(text=st.text(max_size=60))
def test_it_maps_every_normal_character_into_the_raw_text(text: str) -> None:
    normal = normalise(text)
    assert len(normal.starts) == len(normal.ends) == len(normal.text)
    assert all(0 <= a < b <= len(text) for a, b in zip(normal.starts, normal.ends, strict=True))
    assert list(normal.starts) == sorted(normal.starts)


@RELAXED
@given(text=MIXED)
def test_it_reads_spans_within_the_text(text: str, glossary: Glossary) -> None:
    reading = read(text, glossary)
    spans = [(s.start, s.end) for s in (*reading.sentences, *reading.clauses)]
    spans += [(u.start, u.end) for u in reading.units]
    spans += [(hit.start, hit.end) for hit in reading.hits]
    assert all(0 <= start < end <= len(reading.text) for start, end in spans)


@RELAXED
@given(text=MIXED)
def test_it_quotes_spans_of_the_raw_answer(text: str, grader: Grader, rubric: Rubric) -> None:
    (verdict,) = grader.grade([GradeItem(rubric, "ko", text)])
    assert all(
        0 <= q.start < q.end <= len(text) and text[q.start : q.end].strip()
        for point in verdict.points
        for q in point.quotes
    )


def test_it_maps_decomposed_hangul_to_the_letters_typed() -> None:
    raw = "\u1107\u1162\u110b\u1175\u11ab 학습"
    normal = normalise(raw)
    assert normal.text.endswith("학습")
    assert normal.raw_span(len(normal.text) - 2, len(normal.text)) == (len(raw) - 2, len(raw))
