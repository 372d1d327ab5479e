"""What is asked after an answer, how it is graded, and what the report says of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grading.models import Grade, PointScore
from grading.probing import choose_probes
from grading.progress.export import export_of
from grading.progress.history import list_history, map_skills
from grading.reports.loading import load_items
from grading.tasks import grade_answer
from interview.accounts.models import User
from interview.design.probing import hand_in
from interview.practice.answer import Answer
from interview.practice.finishing import close_answer, finish_session
from interview.practice.follow_up import close_follow_up, put
from interview.practice.session import Session
from interview.questions.models import RubricPoint
from tests.factories import (
    answer_of,
    begin_case,
    make_case,
    make_point,
    make_question,
    make_session,
    stage_of,
)
from tests.fakes import KeywordGrader

pytestmark = pytest.mark.django_db


def score(state: str, weight: int = 2, near: float = 0.0, **point: object) -> PointScore:
    return PointScore(
        state=state,
        credit={"said": 1.0, "partly": 0.5}.get(state, 0.0),
        probabilities={"said": near},
        point=RubricPoint(key=f"{state}-{weight}-{near}", weight=weight, position=1, **point),
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (score("not_said", 4), score("not_said", 2)),
        (score("not_said", near=0.4), score("not_said", near=0.1)),
        (score("contradicted"), score("not_said", near=0.4)),
        (score("not_said", required=True), score("not_said")),
        (score("unsure", near=0.4), score("not_said", near=0.05)),
        (score("not_said"), score("partly")),
    ],
)
def test_it_asks_first_for_what_tells_most(first: PointScore, second: PointScore) -> None:
    chosen = choose_probes([second, first, score("said", 9)], limit=2)
    assert [point.key for point in chosen] == [first.point.key, second.point.key]


@pytest.fixture
def answered(alice: User, grader: KeywordGrader) -> Answer:
    """A graded answer that says two of four points, in study mode."""
    points = [make_point("alpha"), make_point("beta"), make_point("gamma", weight=4)]
    make_question("Q1", points=[*points, make_point("delta")])
    return answer(make_session(alice), "alpha and beta")


def answer(session: Session, text: str) -> Answer:
    row = answer_of(session)
    Answer.objects.filter(pk=row.pk).update(draft=text)
    close_answer(row, by="candidate", now=timezone.now())
    grade_answer(row.pk)
    return row


def follow_up(text: str, number: int = 0) -> Answer:
    row = (
        Answer.objects.to_follow_ups().select_related("turn__session").order_by("sequence")[number]
    )
    put(row, row.turn.session, timezone.now())
    if text:
        Answer.objects.filter(pk=row.pk).update(draft=text)
        row.submit()
    else:
        row.decline(timezone.now())
    grade_answer(row.pk)
    return row


def fragment(client: Client, session: Session) -> str:
    url = reverse("report-turn", args=[session.pk, 1])
    return client.get(url, headers={"HX-Request": "true"}).content.decode()


def test_it_asks_for_the_two_heaviest_missing_points(answered: Answer) -> None:
    asked = Answer.objects.to_follow_ups().values_list("asked_point__key", flat=True)
    assert list(asked.order_by("sequence")) == ["gamma", "delta"]


def test_it_asks_nothing_when_all_was_said(alice: User, grader: KeywordGrader) -> None:
    make_question("Q1")
    row = answer(make_session(alice), "alpha beta gamma delta")
    row.refresh_from_db()
    assert not Answer.objects.to_follow_ups().exists()
    assert row.probed_at is not None


def test_it_asks_once_however_often_it_is_graded(answered: Answer) -> None:
    Grade.objects.create(answer=answered, number=2, version_id=answered.turn.version_id)
    grade_answer(answered.pk)
    grade_answer(answered.pk)
    assert Answer.objects.to_follow_ups().count() == 2


def test_it_keeps_the_score_when_asking_fails(
    alice: User, grader: KeywordGrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grading.probing.ask_follow_ups", lambda *_: 1 / 0)
    make_question("Q1")
    row = answer(make_session(alice), "alpha")
    assert Grade.objects.get(answer=row).score == 25.0


def test_it_holds_the_feedback_back_until_then(client: Client, answered: Answer) -> None:
    page = fragment(client, answered.turn.session)
    assert "2 follow-up questions" in page
    assert "What about gamma?" not in page
    assert "This is the model answer." not in page
    whole = client.get(reverse("report-turn", args=[answered.turn.session_id, 1]))
    assert "What about gamma?" not in whole.content.decode()


def test_it_never_shows_the_feedback_of_a_grade_that_arrives_meanwhile(
    client: Client, answered: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Answer.objects.to_follow_ups()
    asked.update(state="unanswered")

    def load_as_it_arrives(*args: Any, **options: Any) -> list[dict[str, Any]]:
        asked.update(state="open")
        return load_items(*args, **options)

    monkeypatch.setattr("grading.reports.views.load_items", load_as_it_arrives)
    url = reverse("report-turn", args=[answered.turn.session_id, 1])
    page = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "follow-up-offer" in page


def test_it_grades_the_words_against_the_asked_point_alone(answered: Answer) -> None:
    row = follow_up("gamma and delta")
    grade = Grade.objects.get(answer=row)
    assert list(grade.point_scores.values_list("point__key", "state")) == [("gamma", "said")]
    assert grade.score == 100.0
    assert Grade.objects.get(answer=answered).score == 50.0


def test_it_tells_unprompted_from_asked(client: Client, answered: Answer) -> None:
    follow_up("gamma, of course")
    follow_up("no idea", 1)
    page = client.get(reverse("report", args=[finished(answered).pk]))
    (item,) = page.context["turns"]
    # four of ten by weight is what gamma adds to the half that was said unprompted
    assert (item["score"], item["asked_score"]) == (50.0, 90.0)
    assert page.context["asked_score"] == 90.0
    text = page.content.decode()
    assert "Unprompted: not said" in text
    assert "When asked: said" in text
    assert "no idea" in text


def finished(answered: Answer) -> Session:
    finish_session(answered.turn.session)
    return answered.turn.session


def test_it_waits_for_the_score_of_the_follow_up(client: Client, answered: Answer) -> None:
    row = follow_up("gamma")
    follow_up("", 1)
    Grade.objects.filter(answer=row).delete()
    page = fragment(client, answered.turn.session)
    assert "report:changed" in page
    grade_answer(row.pk)
    assert "report:changed" not in fragment(client, answered.turn.session)


def test_it_says_what_was_skipped_and_nothing_of_what_was_never_put(
    client: Client, answered: Answer
) -> None:
    follow_up("")
    page = client.get(reverse("report", args=[finished(answered).pk]))
    (item,) = page.context["turns"]
    assert [entry["status"] for entry in item["follow_ups"]] == ["unanswered"]
    assert item["asked_score"] is None


def test_it_counts_neither_as_a_question_nor_as_skill(alice: User, answered: Answer) -> None:
    follow_up("gamma")
    follow_up("delta", 1)
    finish_session(answered.turn.session)
    (entry,) = list_history(alice)
    assert (entry["total"], entry["graded"], entry["score"]) == (1, 1, 50.0)
    (skill,) = map_skills(alice)
    assert skill["score"] == 40.0


def test_it_is_exported_with_its_question_and_goes_with_the_person(
    alice: User, answered: Answer
) -> None:
    follow_up("gamma")
    exported = export_of(alice)["answers"]
    assert [entry["follow_up"] for entry in exported][:2] == ["", "What about gamma?"]
    alice.delete()
    assert not Answer.objects.exists()


def test_it_is_in_the_shared_report(client: Client, anonymous: Client, answered: Answer) -> None:
    follow_up("gamma it is")
    session = finished(answered)
    token = session.share()
    page = anonymous.get(reverse("report-shared", args=[token])).content.decode()
    assert "</mark> it is" in page


def test_it_takes_no_appeal_that_would_show_what_is_still_asked(
    client: Client, answered: Answer
) -> None:
    missed = Grade.objects.get(answer=answered).point_scores.get(point__key="gamma")
    url = reverse("appeal", args=[missed.grade_id, missed.point_id])
    assert client.get(url).status_code == 404
    finished(answered)
    assert client.get(url).status_code == 200


def test_it_asks_one_thing_about_a_stage_of_a_real_case(
    client: Client, alice: User, grader: KeywordGrader
) -> None:
    make_case()
    case = begin_case(alice, mode="real")
    stage = stage_of(case, "data")
    stage.turn.enter(timezone.now())
    stage.save_draft("data-1 only", revision=0, now=timezone.now())
    hand_in(stage, timezone.now())
    grade_answer(stage.pk)
    (asked,) = Answer.objects.to_follow_ups().select_related("turn__session")
    assert (asked.stage, asked.asked_point.key) == ("data", "data-2")
    put(asked, asked.turn.session, timezone.now())
    asked.save_draft("data-2 as well", revision=0, now=timezone.now())
    close_follow_up(asked, timezone.now(), by="candidate")
    assert client.get(reverse("report-stage", args=[case.pk, 1, "data"])).status_code == 404
    finish_session(case)
    grade_answer(asked.pk)
    text = client.get(reverse("report", args=[case.pk])).content.decode()
    assert "Unprompted: not said" in text
    assert "When asked: said" in text
