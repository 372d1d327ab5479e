"""Rubric versions: loaded again unchanged, new when changed, frozen once published."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from interview.errors import RequestError
from interview.questions.models import Question, RubricPoint, RubricVersion, VersionState
from interview.questions.publishing import publish_from_file
from tests.factories import make_point, make_question, make_session


def test_it_loads_the_same_file_without_a_new_version(db: None) -> None:
    first = make_question("Q1").current
    assert make_question("Q1").current == first
    assert RubricVersion.objects.count() == 1


def test_it_makes_a_new_version_of_a_changed_file(db: None) -> None:
    first = make_question("Q1").current
    second = make_question("Q1", prompt={"ko": "바뀐 질문", "en": "Changed"}).current
    first.refresh_from_db()
    assert (first.state, second.state) == (VersionState.RETIRED, VersionState.PUBLISHED)
    assert (first.number, second.number) == (1, 2)
    assert first.prompt_en != second.prompt_en


def test_it_updates_level_and_minutes_in_place(db: None) -> None:
    make_question("Q1")
    question = make_question("Q1", level="senior", minutes=9)
    assert (question.level, question.minutes) == ("senior", 9)
    assert question.versions.count() == 1


def test_it_tells_a_mended_typo_from_a_new_structure(db: None) -> None:
    first = make_question("Q1").current
    typo = make_question("Q1", prompt={"ko": "질문", "en": "Mended"}).current
    points = [make_point(name, weight=3) for name in ("alpha", "beta", "gamma", "delta")]
    heavier = make_question("Q1", points=points).current
    assert first.structure_hash == typo.structure_hash != heavier.structure_hash
    assert len({first.content_hash, typo.content_hash, heavier.content_hash}) == 3


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE interview_rubricpoint SET weight = 5",
        "DELETE FROM interview_rubricpoint",
        "UPDATE interview_rubricversion SET prompt_en = 'x'",
    ],
)
def test_it_is_frozen_by_the_database_itself(db: None, change: str) -> None:
    make_question("Q1")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_it_cannot_be_deleted_once_published(db: None) -> None:
    version = make_question("Q1").current
    with pytest.raises(ProtectedError):
        version.delete()


def test_it_publishes_a_draft_once(db: None) -> None:
    question = make_question("Q1")
    draft = RubricVersion.objects.create(question=question, number=2, prompt_en="Draft")
    for point in question.current.points.all():
        point.pk, point.version = None, draft
        point.save()
    publish_from_file(draft)
    assert Question.objects.get().current == draft
    with pytest.raises(RequestError, match="Only a draft"):
        publish_from_file(draft)


def test_it_changes_nothing_when_one_file_is_bad(db: None, tmp_path) -> None:
    folder = tmp_path / "fundamentals"
    folder.mkdir()
    (folder / "A2.13-x.yaml").write_text("id: A2.13\n")
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_questions", tmp_path)
    assert Question.objects.count() == 0


def test_it_loads_the_bank_twice_without_a_change(db: None, capsys) -> None:
    call_command("load_questions")
    call_command("load_questions")
    assert "0 new, 0 with a new version" in capsys.readouterr().out
    assert RubricPoint.objects.count() > 60


def test_it_keeps_sessions_on_their_version(alice) -> None:
    first = make_question("Q1").current
    session = make_session(alice)
    make_question("Q1", prompt={"ko": "다른 질문", "en": "Another"})
    assert session.turns.get().version == first


def test_it_lets_no_point_slip_in_from_a_draft(db: None) -> None:
    question = make_question("Q1")
    published = question.versions.get()
    draft = RubricVersion.objects.create(question=question, number=2)
    made = {"position": 9, "weight": 1, "phrasings": {}, "contrasts": []}
    point = RubricPoint.objects.create(version=draft, key="late", **made)
    with pytest.raises(DatabaseError), transaction.atomic():
        RubricPoint.objects.filter(pk=point.pk).update(version=published)
    with pytest.raises(DatabaseError), transaction.atomic():
        RubricPoint.objects.create(version=published, key="later", **made)
