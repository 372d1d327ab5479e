"""Walking a design case: any order, nothing lost, each mode's own way of handing in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interview.accounts.models import User
from interview.practice.answer import Answer, AnswerState, ClosedBy
from interview.practice.drawing import draw_questions
from interview.practice.finishing import close_overdue
from interview.practice.session import Session
from tests.factories import begin_case, make_case, make_question, stage_of

STAGES = ["requirements", "data", "serving"]


def url(name: str, session: Session, stage: str) -> str:
    return reverse(f"design-{name}", args=[session.pk, 1, stage])


def hand_in(client: Client, session: Session, stage: str, text: str, *, way: str = "submit"):
    answer = stage_of(session, stage)
    form = {"text": text, "revision": answer.revision}
    return client.post(url(way, session, stage), form)


def test_it_gives_every_stage_an_answer_of_its_own(case: Session) -> None:
    answers = Answer.objects.filter(turn__session=case).order_by("sequence")
    assert [answer.stage for answer in answers] == STAGES
    assert case.deadline - case.started_at == timedelta(minutes=45)


def test_it_begins_a_whole_case_from_the_form(client: Client) -> None:
    make_case()
    make_question("A4.1", round="system_design")
    choice = {
        "round": "design_case",
        "minutes": "10",
        "level": "",
        "language": "en",
        "mode": "real",
    }
    reply = client.post(reverse("practice-new"), choice, follow=True)
    session = Session.objects.get()
    assert (session.round, session.minutes) == ("system_design", 45)
    assert reply.redirect_chain[-1][0] == url("stage", session, "requirements")


def test_it_draws_cases_apart_from_topic_drills(alice: User) -> None:
    make_case()
    make_question("A4.1", round="system_design")
    chosen = {"round": "system_design", "minutes": 45}
    assert [q.key for q in draw_questions(alice, **chosen)] == ["A4.1"]
    assert [q.key for q in draw_questions(alice, **chosen, whole_case=True)] == ["B1"]


def test_it_moves_freely_and_resumes_where_one_was(client: Client, case: Session) -> None:
    for stage in ("serving", "requirements", "data"):
        assert client.get(url("stage", case, stage)).status_code == 200
    reply = client.get(reverse("practice-session", args=[case.pk]), follow=True)
    assert reply.redirect_chain[-1][0] == url("stage", case, "data")


def test_it_saves_a_draft_of_its_own_for_each_stage(client: Client, case: Session) -> None:
    for stage in STAGES:
        reply = client.post(url("draft", case, stage), {"text": f"my {stage}", "revision": "0"})
        assert reply.json()["revision"] == 1
    stale = client.post(url("draft", case, "data"), {"text": "older", "revision": "0"})
    assert (stale.status_code, stale.json()["text"]) == (409, "my data")
    assert stage_of(case, "data").draft == "my data"


def test_it_hands_in_one_stage_in_study_mode_and_rests(client: Client, case: Session) -> None:
    client.get(url("stage", case, "data"))
    page = client.get(hand_in(client, case, "data", "data-1 matters")["Location"])
    case.refresh_from_db()
    assert case.paused_at is not None
    assert stage_of(case, "data").state == AnswerState.SUBMITTED
    assert stage_of(case, "serving").is_open
    assert reverse("report-stage", args=[case.pk, 1, "data"]) in page.content.decode()
    client.get(url("stage", case, "serving"))
    case.refresh_from_db()
    assert case.paused_at is None


def test_it_keeps_every_stage_open_until_the_end_in_real_mode(
    client: Client, real_case: Session
) -> None:
    reply = hand_in(client, real_case, "requirements", "asked about scale", way="next")
    assert reply["Location"] == url("stage", real_case, "data")
    assert stage_of(real_case, "requirements").is_open
    hand_in(client, real_case, "data", "logs", way="next")
    reply = hand_in(client, real_case, "serving", "a cache", way="next")
    assert reply["Location"] == reverse("report", args=[real_case.pk])
    states = Answer.objects.filter(turn__session=real_case).values_list("state", flat=True)
    assert set(states) == {AnswerState.SUBMITTED}


def test_it_comes_back_to_a_blank_stage_before_the_end(client: Client, real_case: Session) -> None:
    hand_in(client, real_case, "requirements", "asked about scale", way="next")
    reply = hand_in(client, real_case, "serving", "a cache", way="next")
    assert reply["Location"] == url("stage", real_case, "data")


def test_it_submits_nothing_blank(client: Client, case: Session) -> None:
    hand_in(client, case, "data", "  ")
    assert stage_of(case, "data").is_open


def test_it_closes_all_stages_at_the_deadline(client: Client, real_case: Session) -> None:
    client.post(url("draft", real_case, "data"), {"text": "so far", "revision": "0"})
    close_overdue(timezone.now() + timedelta(minutes=46))
    real_case.refresh_from_db()
    assert real_case.is_finished
    data, serving = stage_of(real_case, "data"), stage_of(real_case, "serving")
    assert (data.text, data.closed_by) == ("so far", ClosedBy.DEADLINE)
    assert serving.state == AnswerState.UNANSWERED


def test_it_saves_nothing_after_the_deadline(client: Client, real_case: Session) -> None:
    past = timezone.now() - timedelta(minutes=5)
    Session.objects.update(deadline=past)
    reply = client.post(url("draft", real_case, "data"), {"text": "late", "revision": "0"})
    assert reply.status_code == 410


def test_it_pauses_at_the_stage_one_was_at(client: Client, case: Session) -> None:
    client.get(url("stage", case, "serving"))
    client.post(reverse("practice-pause", args=[case.pk]))
    reply = client.get(url("stage", case, "data"))
    assert reply["Location"] == url("stage", case, "serving")
    assert "Paused" in client.get(reply["Location"]).content.decode()
    client.post(url("resume", case, "serving"))
    case.refresh_from_db()
    assert case.paused_at is None


def test_it_shows_hints_at_any_stage(client: Client, case: Session) -> None:
    hand_in(client, case, "requirements", "asked about scale")
    client.get(url("stage", case, "data"))
    client.post(url("hint", case, "data"), {"after": "0"})
    assert "First hint" in client.get(url("stage", case, "data")).content.decode()


@pytest.mark.parametrize("way", ["submit", "next"])
def test_it_keeps_what_was_typed_when_something_newer_was_saved(
    client: Client, case: Session, way: str
) -> None:
    client.post(url("draft", case, "data"), {"text": "newer", "revision": "0"})
    reply = client.post(url(way, case, "data"), {"text": "typed here", "revision": "0"})
    page = reply.content.decode()
    assert reply.status_code == 409
    assert "newer" in page
    assert "typed here" in page


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get", "stage"), ("post", "draft"), ("post", "look"), ("post", "submit"),
        ("post", "next"), ("post", "hint"), ("post", "resume"),
    ],
)  # fmt: skip
def test_it_is_nobody_elses(outsider: Client, case: Session, method: str, name: str) -> None:
    before = list(Answer.objects.order_by("pk").values())
    assert getattr(outsider, method)(url(name, case, "data")).status_code == 404
    assert outsider.get(reverse("design-case", args=[case.pk, 1])).status_code == 404
    assert list(Answer.objects.order_by("pk").values()) == before


def test_it_knows_no_other_stage(client: Client, case: Session) -> None:
    assert client.get(url("stage", case, "astrology")).status_code == 404


def test_it_shows_a_stage_in_a_fixed_number_of_queries(
    client: Client, alice: User, django_assert_num_queries
) -> None:
    make_case()
    session = begin_case(alice)
    client.get(url("stage", session, "data"))
    with django_assert_num_queries(19):
        client.get(url("stage", session, "data"))
