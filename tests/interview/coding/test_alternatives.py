"""Right solutions of another kind than the reference: whoever writes one passes, with no remark."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from interview.coding.judging import judge
from interview.questions.coding_schema import CodingSpec
from interview.questions.files import read_question

# `A3.1--einsum.txt` is a solution of question A3.1.
FILES = sorted((Path(__file__).parent / "alternatives").glob("*.txt"))


def spec_of(key: str) -> CodingSpec:
    questions = map(read_question, (settings.QUESTION_FOLDER / "coding").glob(f"{key}-*.yaml"))
    spec = next(question.coding for question in questions if question.id == key)
    assert spec is not None
    return spec


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_passes_a_right_solution(cache: Path, path: Path) -> None:
    spec = spec_of(path.stem.partition("--")[0])
    judgement = judge(path.read_text(encoding="utf-8"), spec, cache=cache)
    failed = [test for test in judgement.tests if not test.passed]
    assert (judgement.error, failed, judgement.findings) == (None, [], ())
    assert judgement.total == len(spec.tests)


def test_it_has_one_for_every_question() -> None:
    questions = map(read_question, (settings.QUESTION_FOLDER / "coding").glob("*.yaml"))
    solved = {path.stem.partition("--")[0] for path in FILES}
    assert {question.id for question in questions} == solved
