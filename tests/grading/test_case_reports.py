"""A design case in reports: graded stage by stage, added up by weight, with its ledger and failures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from grading.models import Grade, PointScore
from grading.progress.history import list_history
from grading.reports.loading import load_items
from grading.reports.summary import summarise
from grading.tasks import grade_answer
from interview.accounts.models import User
from interview.design.visit import enter_stage
from interview.practice.answer import Answer, ClosedBy
from interview.practice.finishing import close_answer, finish_session
from interview.practice.session import Session
from tests.factories import begin_case, make_case, stage_of
from tests.fakes import AbsentGrader, KeywordGrader

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
STAGES = ("requirements", "data", "serving")


@pytest.fixture
def case(alice: User, grader: KeywordGrader) -> Session:
    make_case()
    return begin_case(alice, mode="real", now=NOON)


def stay(session: Session, **minutes: float) -> datetime:
    """Spend so many minutes in each stage, one after the other; return when that ended."""
    now = NOON
    for stage, length in minutes.items():
        answer = stage_of(session, stage)
        answer.turn.enter(now)
        enter_stage(answer, now)
        now += timedelta(minutes=length)
    return now


def write(session: Session, **texts: str) -> None:
    for stage, text in texts.items():
        Answer.objects.filter(turn__session=session, stage=stage).update(draft=text)


def judge(session: Session) -> None:
    for answer in Answer.objects.filter(turn__session=session, state="submitted"):
        grade_answer(answer.pk)


def finish(session: Session, now: datetime = NOON + timedelta(minutes=1)) -> None:
    finish_session(session, now=now)
    judge(session)


def test_it_grades_a_stage_against_its_own_points(case: Session) -> None:
    write(case, data="data-1, and serving-1 too early")
    finish(case)
    scores = PointScore.objects.filter(grade__answer__stage="data")
    assert {(score.point.key, score.state) for score in scores} == {
        ("data-1", "said"),
        ("data-2", "not_said"),
    }
    assert Grade.objects.get().score == 50


def test_it_adds_the_stages_up_by_weight_and_leaves_blanks_blank(case: Session) -> None:
    write(case, requirements="requirements-1 requirements-2", data="data-1")
    finish(case)
    (item,) = load_items(case)
    assert [s["status"] for s in item["stages"]] == ["scored", "scored", "unanswered"]
    assert [s["score"] for s in item["stages"]] == [100, 50, None]
    assert item["score"] == 50  # (100 + 50 + nothing) / 3, of equal weights
    assert item["blank_stages"] == 1


def test_it_leaves_what_could_not_be_scored_out_of_the_total(
    case: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(case, requirements="requirements-1 requirements-2", data="data-1", serving="serving-1")
    finish_session(case, now=NOON + timedelta(minutes=1))
    grade_answer(stage_of(case, "requirements").pk)
    monkeypatch.setattr("grading.pipeline.the_grader", AbsentGrader)
    Grade.objects.exclude(status="scored").delete()
    judge(case)
    (item,) = load_items(case)
    unscored = [s["stage"] for s in item["stages"] if s["status"] == "unscored"]
    assert unscored
    assert item["score"] == sum(s["score"] for s in item["stages"] if s["score"] is not None) / (
        3 - len(unscored)
    )


def test_it_takes_hints_off_the_total_once(case: Session) -> None:
    case.turns.get().show_hint(after=0)
    write(case, requirements="requirements-1 requirements-2", data="data-1", serving="serving-1")
    finish(case)
    (item,) = load_items(case)
    assert item["stages"][0]["score"] == 100
    assert item["score"] == pytest.approx(200 / 3 - 5, abs=0.1)


def test_it_sets_the_ledger_against_the_points_earned(client: Client, case: Session) -> None:
    write(case, requirements="requirements-1", data="data-1 data-2")
    finish(case, stay(case, requirements=12, data=4))
    rows = summarise(load_items(case))["ledger"]
    assert [(r["spent"], r["allotted"], r["over"]) for r in rows] == [
        ("12:00", "6:00", True),
        ("4:00", "10:00", False),
        ("0:00", "6:00", False),
    ]
    assert [(r["earned"], r["weight"]) for r in rows] == [(3, 7), (7, 7), (None, 7)]
    page = client.get(reverse("report", args=[case.pk])).content.decode()
    assert "12:00 of 6:00" in page
    assert 'href="#turn-1-requirements"' in page


def test_it_names_the_commonest_failure_only_when_it_happens(case: Session) -> None:
    write(case, requirements="requirements-1")
    finish(case, stay(case, requirements=12, data=4))
    (failure,) = summarise(load_items(case))["failures"]
    assert "Too long on clarifying: 12:00" in failure


def test_it_finds_no_failure_in_a_well_kept_case(case: Session) -> None:
    write(case, requirements="requirements-1", data="data-1", serving="serving-1")
    finish(case, stay(case, requirements=6, data=20, serving=6))
    assert summarise(load_items(case))["failures"] == []


def test_it_names_the_stages_that_no_time_was_left_for(case: Session) -> None:
    write(case, requirements="requirements-1", data="data-1")
    finish(case, stay(case, requirements=9, data=35))
    failures = summarise(load_items(case))["failures"]
    assert failures == ["No time was left for: Serving. Keep an eye on the boxes."]


def test_it_names_a_long_list_of_features_that_earned_little(case: Session) -> None:
    write(case, data="Features: " + ", ".join(f"feature {n}" for n in range(12)))
    finish(case)
    assert "list of features" in summarise(load_items(case))["failures"][0]
    write(case, data="")


def test_it_tells_a_stage_its_feedback_in_study_mode(
    client: Client, alice: User, grader: KeywordGrader
) -> None:
    make_case()
    study = begin_case(alice)
    write(study, data="data-1 it is")
    close_answer(stage_of(study, "data"), by=ClosedBy.CANDIDATE, now=NOON)
    judge(study)
    url = reverse("report-stage", args=[study.pk, 1, "data"])
    first = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "Before the feedback, there is one follow-up question" in first
    client.post(reverse("practice-follow-ups-decline", args=[study.pk, 1]))
    page = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "data-1" in page
    assert "What about data-2?" in page
    assert "serving-1" not in page


def test_it_follows_up_every_stage(alice: User, grader: KeywordGrader) -> None:
    make_case()
    study = begin_case(alice)
    for stage in ("data", "serving"):
        stage_of(study, stage).turn.enter(NOON)
        write(study, **{stage: f"{stage}-1 it is"})
        close_answer(stage_of(study, stage), by=ClosedBy.CANDIDATE, now=NOON)
        judge(study)
    asked = Answer.objects.to_follow_ups().order_by("sequence")
    assert [(a.stage, a.asked_point.key) for a in asked] == [
        ("data", "data-2"),
        ("serving", "serving-2"),
    ]


def test_it_tells_nothing_in_real_mode_before_the_end(client: Client, case: Session) -> None:
    write(case, data="data-1")
    stage_of(case, "data").submit()
    url = reverse("report-stage", args=[case.pk, 1, "data"])
    assert client.get(url).status_code == 404
    finish(case)
    assert client.get(url).status_code == 200


def test_it_is_nobody_elses(outsider: Client, case: Session) -> None:
    finish(case)
    url = reverse("report-stage", args=[case.pk, 1, "data"])
    assert outsider.get(url).status_code == 404


def test_it_counts_a_case_once_in_the_history(case: Session, alice: User) -> None:
    write(case, requirements="requirements-1 requirements-2", data="data-1")
    finish(case)
    (entry,) = list_history(alice)
    assert (entry["score"], entry["graded"], entry["total"]) == (50, 2, 3)


def test_it_takes_a_fixed_number_of_queries(
    client: Client, case: Session, django_assert_max_num_queries
) -> None:
    write(case, requirements="requirements-1", data="data-1", serving="serving-1")
    finish(case, stay(case, requirements=6, data=20, serving=6))
    with django_assert_max_num_queries(18):
        client.get(reverse("report", args=[case.pk]))


def test_it_does_not_show_the_whole_while_stages_are_open(
    client: Client, alice: User, grader: KeywordGrader
) -> None:
    make_case()
    session = begin_case(alice)
    write(session, requirements="requirements-1")
    close_answer(stage_of(session, "requirements"), by=ClosedBy.CANDIDATE, now=session.started_at)
    judge(session)
    whole = reverse("report-turn", args=[session.pk, 1])
    assert client.get(whole)["Location"] == reverse("practice-turn", args=[session.pk, 1])
    finish_session(session)
    assert "This is the model answer." in client.get(whole).content.decode()


def test_it_goes_back_from_an_appeal_to_the_stage(
    client: Client, alice: User, grader: KeywordGrader, settings
) -> None:
    settings.FOLLOW_UPS = 0
    make_case()
    session = begin_case(alice)
    write(session, requirements="requirements-1")
    close_answer(stage_of(session, "requirements"), by=ClosedBy.CANDIDATE, now=session.started_at)
    judge(session)
    judged = PointScore.objects.get(state="not_said")
    page = client.get(reverse("appeal", args=[judged.grade_id, judged.point_id]))
    assert reverse("report-stage", args=[session.pk, 1, "requirements"]) in page.content.decode()
    elsewhere = judged.grade.version.points.get(key="data-1")
    url = reverse("appeal", args=[judged.grade_id, elsewhere.pk])
    assert client.get(url).status_code == 404
