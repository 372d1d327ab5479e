"""The bank that ships: every topic of the syllabus, by the rules that files alone can show."""

from __future__ import annotations

from collections import Counter

from django.conf import settings

from interview.questions.checking import check_files
from interview.questions.files import read_bank, read_labelled

CASES = {f"B{number}" for number in range(1, 11)}
STAGES = {"requirements", "framing", "data", "model", "evaluation", "serving", "monitoring"}


def test_it_breaks_no_rule() -> None:
    questions = read_bank(settings.QUESTION_FOLDER)
    breaches = check_files(
        settings.SYLLABUS_FILE, questions, read_labelled(settings.LABELLED_FOLDER)
    )
    assert [f"{b.question} {b.rule} {b.detail}" for b in breaches] == []


def test_it_walks_each_design_case_through_all_stages() -> None:
    cases = {q.id: q for q in read_bank(settings.QUESTION_FOLDER) if q.id in CASES}
    assert set(cases) == CASES
    for case in cases.values():
        points = Counter(point.stage for point in case.points)
        assert set(points) == STAGES, case.id
        assert all(3 <= count <= 6 for count in points.values()), case.id
        assert len(case.facts) >= 6, case.id
