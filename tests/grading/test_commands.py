"""The commands people and evaluations use: JSON on standard output, clear errors."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from grading.management.commands import grade_answer as command
from grading.models import Grade
from grading.tasks import grade_answer
from interview.practice.answer import Answer
from tests.factories import make_question
from tests.fakes import KeywordGrader


@pytest.fixture(autouse=True)
def _keyword(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "load_grader", KeywordGrader)
    command.find_rubric.cache_clear()


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command("grade_answer", *arguments, stdout=output)
    return output.getvalue()


def test_it_grades_one_file(db: None, tmp_path: Path) -> None:
    make_question("Q1")
    path = tmp_path / "answer.txt"
    path.write_text("alpha, 그리고 beta")
    result = json.loads(run("--question", "Q1", "--language", "ko", "--file", str(path), "--json"))
    assert (result["score"], result["interval"]) == (50.0, [40.0, 60.0])
    assert result["points"][0] == {
        "point": "alpha",
        "state": "said",
        "credit": 1.0,
        "quote": "alpha",
    }


def test_it_grades_a_batch_and_keeps_its_order(db: None, tmp_path: Path) -> None:
    make_question("Q1")
    good = {"id": 1, "question": "Q1", "language": "en", "text": "alpha"}
    lines = [
        good,
        "not json",
        good | {"id": 3, "question": "Q9"},
        good | {"id": 4, "text": "beta alpha"},
    ]
    path = tmp_path / "batch.jsonl"
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
    rows = [json.loads(line) for line in run("--batch", str(path)).splitlines()]
    assert [(row["id"], row["score"]) for row in rows] == [
        (1, 25.0),
        (None, None),
        (3, None),
        (4, 50.0),
    ]
    assert "line 2: is not JSON" in rows[1]["error"]
    assert "no known question" in rows[2]["error"]


def test_it_reads_the_files_where_the_database_has_no_bank(db: None, tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    path.write_text("nothing")
    result = run("--question", "A2.13", "--language", "en", "--file", str(path), "--json")
    assert json.loads(result)["score"] == 0.0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--question", "Q9", "--language", "ko", "--file", __file__), "There is no question Q9"),
        (("--batch", "/no/such/file"), "cannot be read"),
        (("--question", "Q1"), "Give --question"),
    ],
)
def test_it_says_what_is_wrong(db: None, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(*arguments)


def test_it_regrades_beside_the_old_grade(
    submitted: Callable[..., Answer], grader: KeywordGrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = submitted("alpha")
    grade_answer(answer.pk)
    old = Grade.objects.values().get()
    monkeypatch.setattr(
        grader, "judge", lambda item: KeywordGrader().judge_text(item, "alpha beta")
    )
    output = io.StringIO()
    call_command("regrade", "--answer", str(answer.pk), stdout=output)
    result = json.loads(output.getvalue())
    assert (result["old"]["score"], result["new"]["score"]) == (25.0, 50.0)
    assert result["changed"] == {"beta": ["not_said", "said"]}
    assert Grade.objects.filter(number=1).values().get() == old
    assert Grade.objects.newest_scored().get().number == 2


def test_it_deletes_graded_work_with_the_person(
    submitted: Callable[..., Answer], grader: KeywordGrader
) -> None:
    answer = submitted("alpha")
    grade_answer(answer.pk)
    answer.turn.session.user.delete()
    assert Grade.objects.count() == Answer.objects.count() == 0
