"""Question files: what is wrong is said with file, field and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from interview.questions.files import BadFile, read_bank, read_labelled, read_question
from tests.factories import question_data


def write(folder: Path, **changes: Any) -> Path:
    data = question_data("T1") | changes
    path = folder / "fundamentals" / "T1-question-t1.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    return path


def fault(path: Path) -> str:
    with pytest.raises(BadFile) as caught:
        read_question(path)
    return str(caught.value)


def test_it_reads_a_whole_question(tmp_path: Path) -> None:
    assert read_question(write(tmp_path)).points[0].id == "alpha"


def test_it_names_the_line_of_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path)
    lines = path.read_text().splitlines()
    bad = next(number for number, line in enumerate(lines, 1) if "weight" in line)
    lines[bad - 1] = lines[bad - 1].replace("2", "9")
    path.write_text("\n".join(lines))
    message = fault(path)
    assert f"{path}:{bad}: points.0.weight:" in message
    assert "less than or equal to 5" in message


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"prompt": {"ko": "한국어", "en": ""}}, "prompt.en"),
        ({"prompt": {"ko": "no hangul here", "en": "English"}}, "holds no Hangul"),
        ({"prompt": {"ko": "한국어", "en": "영어가 아님"}}, "holds Hangul"),
        ({"prompts": {}}, "prompts"),
        ({"round": "karaoke"}, "round"),
        ({"points": []}, "points"),
        ({"topic": "T2"}, "must start with its topic"),
        ({"minutes": "soon"}, "minutes"),
        ({"slug": "other"}, "should be named"),
    ],
)
def test_it_says_what_is_wrong(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    assert said in fault(write(tmp_path, **changes))


def test_it_refuses_a_point_twice(tmp_path: Path) -> None:
    points = question_data("T1")["points"]
    assert "repeated: alpha" in fault(write(tmp_path, points=[*points, points[0]]))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: [1", b"- just\n- a list", b""])
def test_it_refuses_what_is_no_question(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path)
    path.write_bytes(content)
    assert str(path) in fault(path)


def test_it_names_all_faults_of_all_files(tmp_path: Path) -> None:
    write(tmp_path, minutes=0)
    (tmp_path / "fundamentals" / "T2-b.yaml").write_text("id: 7")
    with pytest.raises(BadFile) as caught:
        read_bank(tmp_path)
    assert {fault.path.name for fault in caught.value.faults} == {
        "T1-question-t1.yaml",
        "T2-b.yaml",
    }


def test_it_reads_the_whole_bank() -> None:
    questions = {question.id: question for question in read_bank(settings.QUESTION_FOLDER)}
    first = "A2.4 A2.11 A2.13 A2.15 A2.16 A2.20 A2.22 A2.26 C13 D2 D3 P3"
    assert set(first.split()) <= set(questions)


def test_it_reads_labelled_answers_with_a_state_for_every_point() -> None:
    questions = {question.id: question for question in read_bank(settings.QUESTION_FOLDER)}
    for answer in read_labelled(settings.LABELLED_FOLDER):
        points = {point.id for point in questions[answer.question].points}
        assert set(answer.states) == points, answer.id


def test_it_names_the_line_of_a_bad_labelled_answer(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('\n{"id": "x"}\n')
    with pytest.raises(BadFile, match=r"a\.jsonl:2: question"):
        read_labelled(tmp_path)
