"""A whole design case in a room: its stages one by one, each an answer, and none of it known before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pycrdt import Doc, Text

from grading.reports.live import describe_comparison
from grading.reports.loading import load_items
from grading.tasks import grade_answer
from interview.accounts.models import User
from interview.design.visit import stage_seconds
from interview.errors import RequestError
from interview.live.kinds import SeatKind
from interview.live.models import ChatMessage, EndedBy, Room, RoomQuestion, Scorecard, Tick
from interview.live.opening import open_room
from interview.live.storing import Change, store_changes
from interview.practice.answer import Answer
from tests.factories import make_case
from tests.fakes import KeywordGrader
from tests.interview.live.conftest import browser_of, seat_of
from tests.interview.live.test_sides import desk_urls

pytestmark = pytest.mark.django_db
STAGES = ("requirements", "data", "serving")


@pytest.fixture
def case_room(host: User) -> Room:
    """A case of three stages has been asked and stands at its first."""
    make_case()
    now = timezone.now()
    room = open_room(
        host, title="Mock", language="en", minutes=60, candidate="Minji", keys=["B1"], now=now
    )
    candidate = room.candidate()
    candidate.take(name="", user=User.objects.create_guest(language="en"), now=now)
    room.start(now)
    room.questions.get().push(now)
    room.refresh_from_db()
    return room


def write(room: Room, stage: str, text: str) -> None:
    doc: Doc[Any] = Doc()
    doc.get(current(room).text_name_of(stage), type=Text).insert(0, text)
    seat = seat_of(room, SeatKind.CANDIDATE)
    store_changes({room.pk: [Change(seat.pk, doc.get_update(), timezone.now())]})


def current(room: Room) -> RoomQuestion:
    return RoomQuestion.objects.select_related("room", "version").get(room=room)


def test_it_makes_each_stage_an_answer_when_it_is_opened(case_room: Room) -> None:
    question = current(case_room)
    assert list(question.answers().values_list("sequence", "stage")) == [(0, "requirements")]
    assert question.move_to("serving", timezone.now())
    assert not question.move_to("serving", timezone.now())
    assert list(question.answers().values_list("sequence", "stage")) == [
        (0, "requirements"), (2, "serving"),
    ]  # fmt: skip
    assert current(case_room).text_name == f"text:{question.pk}:serving"
    assert case_room.events.get(kind="stage").amount == 3


def test_it_hands_in_every_stage_on_its_own(case_room: Room) -> None:
    question = current(case_room)
    write(case_room, "requirements", "Ten million users.")
    question.move_to("data", timezone.now())
    write(case_room, "data", "Logs with labels.")
    question.move_to("requirements", timezone.now())
    case_room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    answers = Answer.objects.order_by("sequence").values_list("sequence", "stage", "text", "state")
    assert list(answers) == [
        (0, "requirements", "Ten million users.", "submitted"),
        (1, "data", "Logs with labels.", "submitted"),
    ]


def test_it_books_the_time_of_each_stage(case_room: Room) -> None:
    question, began = current(case_room), timezone.now()

    def after(minutes: int) -> datetime:
        return began + timedelta(minutes=minutes)

    RoomQuestion.objects.update(running_since=began)
    question.turn.stage_visits.update(entered_at=began)
    question.move_to("data", after(6))
    case_room.pause(after(10))
    current(case_room).move_to("serving", after(12))
    case_room.resume(after(15))
    case_room.end(by=EndedBy.INTERVIEWER, now=after(18))
    assert stage_seconds(question.turn) == {"requirements": 360, "data": 240, "serving": 180}
    question.turn.refresh_from_db()
    assert question.turn.spent_seconds == 780


def test_it_moves_only_within_the_case_on_the_table(case_room: Room) -> None:
    browser = browser_of(seat_of(case_room, SeatKind.HOST))
    question = current(case_room)
    url = reverse("desk-move", args=[case_room.pk, question.pk, "monitoring"])
    assert browser.post(url).status_code == 404
    case_room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    with pytest.raises(RequestError):
        question.move_to("data", timezone.now())
    assert not Answer.objects.filter(stage="data").exists()


def test_it_guides_through_the_stage_on_the_table(case_room: Room) -> None:
    browser = browser_of(seat_of(case_room, SeatKind.HOST))
    url = reverse("desk-guide", args=[case_room.pk])
    points = {p.key: p.text("en") for p in current(case_room).version.points.all()}
    for stage in STAGES:
        current(case_room).move_to(stage, timezone.now())
        seen = browser.get(url).content.decode()
        here = seen[: seen.index('<details class="fold" id="points-')]
        assert {key for key, text in points.items() if text in here} == {f"{stage}-1", f"{stage}-2"}
        assert all(text in seen for text in points.values()), "the others are folded away below"
        assert "Ten million." in seen
    plan = browser.get(reverse("desk-plan", args=[case_room.pk])).content.decode()
    assert "whole case" in plan
    assert plan.count("data-stage") == 2


@pytest.mark.parametrize("kind", [SeatKind.CANDIDATE, SeatKind.OBSERVER])
def test_it_tells_the_other_side_the_stage_and_nothing_behind_it(
    case_room: Room, kind: SeatKind
) -> None:
    version = current(case_room).version
    current(case_room).move_to("data", timezone.now())
    browser = browser_of(seat_of(case_room, kind))
    names = ("live-room", "live-stage", "live-people", "live-chat", "live-run")
    seen = "".join(
        browser.get(reverse(name, args=[case_room.pk])).content.decode() for name in names
    )
    assert "Data and features" in seen
    secrets = [version.model_answer("en"), "Ten million.", "What is the number of users?"]
    secrets += [text for p in version.points.all() for text in (p.text("en"), p.probe("en"))]
    secrets += ["Serving", "serving"]
    assert [text for text in secrets if text in seen] == []


def test_it_tells_a_fact_when_it_is_asked_for(case_room: Room) -> None:
    question = current(case_room)
    host = browser_of(seat_of(case_room, SeatKind.HOST))
    url = reverse("desk-fact", args=[case_room.pk, question.pk, "scale"])
    host.post(url)
    assert ChatMessage.objects.get().text == "Ten million."
    assert question.turn.questions.get().fact == "scale"
    assert (
        "Asked for, told" in host.get(reverse("desk-guide", args=[case_room.pk])).content.decode()
    )
    unknown = reverse("desk-fact", args=[case_room.pk, question.pk, "budget"])
    assert host.post(unknown).status_code == 404


def test_it_notes_what_was_asked_and_told_aloud(case_room: Room) -> None:
    question = current(case_room)
    host = browser_of(seat_of(case_room, SeatKind.HOST))
    url = reverse("desk-fact", args=[case_room.pk, question.pk, "scale"])
    for _ in range(2):
        host.post(url, {"how": "aloud"})
    assert question.turn.questions.get().fact == "scale"
    assert not ChatMessage.objects.exists()
    host.post(url, {"how": "not_asked"})
    assert not question.turn.questions.exists()


def test_it_reports_what_nobody_asked_for_once_something_is_noted(case_room: Room) -> None:
    question = current(case_room)
    case_room.end(by=EndedBy.INTERVIEWER, now=timezone.now())

    def unasked() -> list[dict[str, str]]:
        found: list[dict[str, str]] = load_items(case_room.session)[0]["unasked"]
        return found

    assert unasked() == [], "nothing was noted: everything may have been asked"
    other = question.turn.questions.create(text="budget?", stage="data", asked_at=timezone.now())
    assert [fact["answer"] for fact in unasked()] == ["Ten million."]
    other.fact = "scale"
    other.save()
    assert unasked() == []


def test_it_keeps_the_others_from_stages_and_facts(case_room: Room, outsider: Client) -> None:
    question = current(case_room)
    others = [browser_of(seat_of(case_room, k)) for k in (SeatKind.CANDIDATE, SeatKind.OBSERVER)]
    for browser in (outsider, *others):
        for name, last in (("desk-move", "data"), ("desk-fact", "scale")):
            reply = browser.post(reverse(name, args=[case_room.pk, question.pk, last]))
            assert reply.status_code == 404, name
    assert current(case_room).stage == "requirements"
    assert not ChatMessage.objects.exists()
    assert {"desk-move", "desk-fact"} <= {name for name, _ in desk_urls(case_room)}


def test_it_marks_and_compares_stage_by_stage(
    case_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grading.pipeline.the_grader", KeywordGrader)
    question, card = current(case_room), Scorecard.objects.get()
    for stage in STAGES[:2]:
        question.move_to(stage, timezone.now())
        write(case_room, stage, f"{stage}-1 is what comes first here. " * 12)
    point = question.version.points.get(key="data-1")
    Tick.objects.create(
        scorecard=card, question=question, point=point, state="said", at=timezone.now()
    )
    case_room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    for answer in Answer.objects.all():
        grade_answer(answer.pk)
    Scorecard.objects.update(recommendation="hire", evidence="So.", submitted_at=timezone.now())
    found = describe_comparison(Room.objects.get())
    assert [q["title"].rpartition(" · ")[2] for q in found["questions"]] == [
        "Requirements", "Data and features",
    ]  # fmt: skip
    assert [len(q["rows"]) for q in found["questions"]] == [2, 2]
    assert all(q["score"] is not None for q in found["questions"])
    item = load_items(case_room.session)[0]
    assert [stage["stage"] for stage in item["stages"]] == ["requirements", "data"]
    assert (item["unasked"], item["blank_stages"]) == ([], 0)


def test_it_shows_the_candidate_their_stages_sealed_and_open(case_room: Room) -> None:
    question = current(case_room)
    write(case_room, "requirements", "Ten million users, said I.")
    question.move_to("data", timezone.now())
    case_room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    candidate = Client()
    candidate.force_login(case_room.session.user)
    url = reverse("report", args=[case_room.session_id])
    sealed = candidate.get(url).content.decode()
    assert "Ten million users, said I." in sealed
    assert "Data and features" in sealed
    assert question.version.points.first().text("en") not in sealed
    Scorecard.objects.update(submitted_at=timezone.now())
    case_room.release(grades=True, levels=False, message="", now=timezone.now())
    opened = candidate.get(url)
    assert opened.status_code == 200
    assert "Data and features" in opened.content.decode()


def test_it_keeps_stages_in_the_recording(case_room: Room) -> None:
    current(case_room).move_to("data", timezone.now())
    browser = browser_of(seat_of(case_room, SeatKind.HOST))
    recording = browser.get(reverse("desk-recording", args=[case_room.pk])).json()
    question = recording["questions"][0]
    assert list(question["stages"]) == list(STAGES)
    assert question["board"] == f"board:{question['id']}"
    assert [e["amount"] for e in recording["events"] if e["kind"] == "stage"] == [2]


def test_it_plans_cases_beside_questions(host: User, client: Client) -> None:
    make_case()
    client.force_login(host)
    page = client.get(reverse("live-new")).content.decode()
    assert "whole case" in page
    form = {"title": "Case", "minutes": "60", "language": "en", "keys": "B1"}
    assert client.post(reverse("live-new"), form).status_code == 302
    assert Room.objects.get().questions.get().version.question.key == "B1"
