"""A real case asks about a stage that was handed in, while its clock runs on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interview.accounts.models import User
from interview.design.visit import StageVisit
from interview.practice.answer import Answer, AnswerState, ClosedBy
from interview.practice.finishing import close_overdue
from interview.practice.follow_up import ask_follow_ups, close_overdue_follow_ups
from interview.practice.session import Session
from interview.practice.turn import Turn
from interview.questions.models import RubricPoint
from tests.factories import begin_case, stage_of


def url(name: str, session: Session, stage: str) -> str:
    return reverse(f"design-{name}", args=[session.pk, 1, stage])


def hand_in(client: Client, session: Session, stage: str, text: str = "logs and clicks") -> None:
    client.get(url("stage", session, stage))
    client.post(url("draft", session, stage), {"text": text, "revision": "0"})
    client.post(url("submit", session, stage))


def ask_about(session: Session, stage: str) -> list[Answer]:
    points = list(RubricPoint.objects.filter(stage=stage).order_by("position"))
    return ask_follow_ups(stage_of(session, stage), points, timezone.now())


def test_it_hands_one_stage_in_and_lets_the_clock_run(client: Client, real_case: Session) -> None:
    hand_in(client, real_case, "data")
    real_case.refresh_from_db()
    data = stage_of(real_case, "data")
    assert (data.state, data.text) == (AnswerState.SUBMITTED, "logs and clicks")
    assert (real_case.paused_at, real_case.finished_at) == (None, None)
    assert data.turn.entered_at is not None
    assert StageVisit.objects.running().get().answer == data
    assert stage_of(real_case, "serving").is_open


def test_it_books_the_time_at_a_stage_that_was_handed_in(
    client: Client, real_case: Session
) -> None:
    hand_in(client, real_case, "data")
    client.get(url("stage", real_case, "serving"))
    client.post(url("look", real_case, "data"))  # the tab that shows it comes to the front
    assert StageVisit.objects.running().get().answer.stage == "data"
    look = f'data-look-url="{url("look", real_case, "data")}"'
    assert look in client.get(url("stage", real_case, "data")).content.decode()


def test_it_asks_one_thing_and_tells_it_only_to_who_hears_it(
    client: Client, real_case: Session
) -> None:
    hand_in(client, real_case, "data")
    waiting = client.get(url("stage", real_case, "serving")).content.decode()
    assert "thinking about what to ask" in waiting
    (follow_up,) = ask_about(real_case, "data")
    assert follow_up.deadline is None
    page = client.get(url("stage", real_case, "serving")).content.decode()
    assert url("probe", real_case, "data") in page
    assert "What about data-1?" not in page
    heard = client.get(url("probe", real_case, "data"), follow=True).content.decode()
    assert "What about data-1?" in heard
    assert "clock runs on" in heard
    assert StageVisit.objects.running().get().answer.stage == "data"


def test_it_goes_back_to_the_case_with_the_clock_running(
    client: Client, real_case: Session
) -> None:
    hand_in(client, real_case, "data")
    (follow_up,) = ask_about(real_case, "data")
    client.get(url("probe", real_case, "data"))
    place = [real_case.pk, 1, follow_up.sequence]
    form = {"text": "data-1 of course", "revision": "0"}
    reply = client.post(reverse("practice-follow-up-submit", args=place), form, follow=True)
    assert reply.redirect_chain[-1][0] == url("stage", real_case, "data")
    follow_up.refresh_from_db()
    assert follow_up.text == "data-1 of course"
    assert Turn.objects.get().entered_at is not None
    real_case.refresh_from_db()
    assert real_case.finished_at is None


def test_it_never_gives_more_time_than_the_case_has(client: Client, real_case: Session) -> None:
    hand_in(client, real_case, "data")
    (follow_up,) = ask_about(real_case, "data")
    soon = timezone.now() + timedelta(seconds=20)
    Session.objects.update(deadline=soon)
    client.get(url("probe", real_case, "data"), follow=True)
    follow_up.refresh_from_db()
    assert follow_up.deadline == soon


def test_it_leaves_the_case_running_when_the_time_for_a_follow_up_is_over(
    client: Client, real_case: Session
) -> None:
    hand_in(client, real_case, "data")
    (follow_up,) = ask_about(real_case, "data")
    client.get(url("probe", real_case, "data"), follow=True)
    client.get(url("stage", real_case, "serving"))
    close_overdue_follow_ups(timezone.now() + timedelta(minutes=4))
    follow_up.refresh_from_db()
    assert (follow_up.state, follow_up.closed_by) == (AnswerState.UNANSWERED, ClosedBy.DEADLINE)
    assert Turn.objects.get().entered_at is not None
    assert StageVisit.objects.running().get().answer.stage == "serving"


@pytest.mark.parametrize("finished", [True, False])
def test_it_asks_nothing_after_the_end(
    client: Client, real_case: Session, *, finished: bool
) -> None:
    hand_in(client, real_case, "data")
    if finished:
        client.post(reverse("practice-finish", args=[real_case.pk]))
    else:
        close_overdue(timezone.now() + timedelta(minutes=46))
    assert ask_about(real_case, "data") == []
    assert not StageVisit.objects.running().exists()


def test_it_ends_with_every_stage_handed_in_only_by_the_persons_word(
    client: Client, real_case: Session
) -> None:
    for stage in ("requirements", "data", "serving"):
        hand_in(client, real_case, stage)
    real_case.refresh_from_db()
    assert real_case.finished_at is None
    ask_about(real_case, "data")
    client.post(reverse("practice-finish", args=[real_case.pk]))
    assert set(Answer.objects.to_follow_ups().values_list("state", flat=True)) == {"unanswered"}
    assert Turn.objects.get().entered_at is None


def test_it_hands_in_nothing_blank(client: Client, real_case: Session) -> None:
    hand_in(client, real_case, "data", "  ")
    assert stage_of(real_case, "data").is_open


def test_it_asks_nothing_where_a_site_wants_no_follow_ups(
    client: Client, real_case: Session, settings: LazySettings
) -> None:
    settings.FOLLOW_UPS = 0
    hand_in(client, real_case, "data")
    assert stage_of(real_case, "data").is_open
    assert "hand-in" not in client.get(url("stage", real_case, "data")).content.decode()


def test_it_stays_as_it_was_in_study_mode(client: Client, case: Session) -> None:
    page = client.get(url("stage", case, "data")).content.decode()
    assert "Hand in and be asked" not in page
    client.get(url("probe", case, "data"))
    assert stage_of(case, "data").is_open


@pytest.mark.parametrize("name", ["probe", "probes"])
def test_it_is_nobody_elses(outsider: Client, alice: User, real_case: Session, name: str) -> None:
    assert outsider.get(url(name, real_case, "data")).status_code == 404
    assert begin_case(alice).pk != real_case.pk
