"""The same answer, the same bytes: again, in another order, in another batch."""

from __future__ import annotations

import pickle

from grading.backends.load import load_grader
from grading.engine.verdict import GradeItem
from tests.quality.conftest import Bench


def test_it_grades_the_same_answer_to_the_same_bytes(bench: Bench) -> None:
    samples = bench.samples[:16]
    items = [GradeItem(bench.rubrics[s.question], s.language, s.text) for s in samples]
    together = bench.grader.grade(items)
    backwards = bench.grader.grade(items[::-1])[::-1]
    alone = [load_grader().grade([item])[0] for item in items[:4]]
    assert pickle.dumps([repr(v) for v in together]) == pickle.dumps([repr(v) for v in backwards])
    assert [repr(v) for v in alone] == [repr(v) for v in together[:4]]


def test_it_does_not_matter_which_answers_wait_beside_it(bench: Bench) -> None:
    samples = bench.samples[:24]
    items = [GradeItem(bench.rubrics[s.question], s.language, s.text) for s in samples]
    each = [repr(bench.grader.grade([item])[0]) for item in items]
    for size in (2, 3, 7, 24):
        batches = [items[start : start + size] for start in range(0, len(items), size)]
        assert [repr(v) for batch in batches for v in bench.grader.grade(batch)] == each
