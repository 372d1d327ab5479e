"""Live results: sealed until all are in, shown to the candidate as far as the interviewer chose."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grading.engine.kappa import kappa as cohens_kappa
from grading.models import Grade, PointScore, RatedQuestion
from grading.progress.export import export_of
from grading.progress.history import list_history, map_skills
from grading.reports.live import describe_comparison
from grading.reports.live_agreement import describe_agreement
from grading.tasks import sweep_ratings
from interview.accounts.models import User
from interview.live.kinds import SeatKind
from interview.live.models import DocumentSnapshot, EndedBy, Room, Scorecard, Tick
from interview.live.opening import open_room
from interview.practice.answer import Answer
from tests.factories import make_question
from tests.interview.live.conftest import browser_of, host, lobby, room, seat_of

__all__ = ["host", "lobby", "room"]
pytestmark = pytest.mark.django_db

STATES = ("said", "said", "partly", "not_said")


@pytest.fixture
def ended(room: Room) -> Room:
    """An interview with one answer, two interviewers' ticks, and the machine's marks."""
    answer = room.questions.get(position=1).answer()
    Answer.objects.filter(pk=answer.pk).update(draft="kept")
    for kind in (SeatKind.HOST, SeatKind.CO):
        Scorecard.objects.get_or_create(room=room, seat=seat_of(room, kind))
    room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    return room


def tick(room: Room, kind: SeatKind, *states: str) -> Scorecard:
    card = seat_of(room, kind).scorecard
    question = room.questions.get(position=1)
    for point, state in zip(question.version.points.all(), states, strict=False):
        Tick.objects.create(
            scorecard=card, question=question, point=point, state=state, at=timezone.now()
        )
    return card


def hand_in(card: Scorecard) -> None:
    Scorecard.objects.filter(pk=card.pk).update(
        recommendation="hire", evidence="It was said.", submitted_at=timezone.now()
    )


def mark(room: Room, *states: str) -> Grade:
    answer = Answer.objects.get(turn__session=room.session, turn__position=1)
    Answer.objects.filter(pk=answer.pk).update(state="submitted", text="words")
    grade = Grade.objects.create(
        answer=answer, version=answer.turn.version, status="scored", score=60, low=50, high=70
    )
    for point, state in zip(answer.turn.version.points.all(), states, strict=True):
        PointScore.objects.create(grade=grade, point=point, state=state, credit=0.5)
    return grade


def test_it_opens_all_judgements_together(ended: Room) -> None:
    one, other = tick(ended, SeatKind.HOST, *STATES), tick(ended, SeatKind.CO, "said")
    hand_in(one)
    found = describe_comparison(ended)
    assert (found["sealed"], found["missing"]) == (True, ["co"])
    assert "questions" not in found
    hand_in(other)
    Answer.objects.filter(turn__session=ended.session).update(state="submitted", text="words")
    assert describe_comparison(ended)["pending"], "the machine is not done"
    mark(ended, "said", "not_said", "partly", "not_said")
    found = describe_comparison(ended)
    assert not found["sealed"]
    rows = found["questions"][0]["rows"]
    assert [row["machine"] for row in rows] == ["said", "not_said", "partly", "not_said"]
    assert [[h["state"] for h in row["humans"]] for row in rows] == [
        ["said", "said"], ["said", "not_said"], ["partly", "not_said"], ["not_said", "not_said"],
    ]  # fmt: skip
    assert (found["alike"], found["total"]) == (2, 4)


def test_it_shows_the_page_to_interviewers_only(ended: Room, outsider: Client) -> None:
    url = reverse("live-compare", args=[ended.pk])
    assert outsider.get(url).status_code == 404
    assert browser_of(seat_of(ended, SeatKind.CANDIDATE)).get(url).status_code == 302
    candidate = Client()
    candidate.force_login(ended.session.user)
    assert candidate.get(url).status_code == 404
    browser = browser_of(seat_of(ended, SeatKind.HOST))
    assert "Still sealed" in browser.get(url).content.decode()
    for kind in (SeatKind.HOST, SeatKind.CO):
        hand_in(tick(ended, kind, *STATES))
    mark(ended, *STATES)
    page = browser.get(url).content.decode()
    assert "4 of 4 points" in page
    assert "It was said." in page


def test_it_shows_interviewers_where_they_differ(ended: Room, host: User, outsider: Client) -> None:
    hand_in(tick(ended, SeatKind.HOST, "said", "said", "said", "not_said"))
    hand_in(tick(ended, SeatKind.CO, "said", "partly", "not_said", "not_said"))
    mark(ended, *STATES)
    found = describe_agreement(host)
    assert found["rooms"] == 1
    assert (found["others"]["n"], found["others"]["share"]) == (4, 50)
    assert found["others"]["lean"] > 0
    assert found["machine"]["share"] == 75
    (row,) = found["by_room"]
    assert (row["room"], row["others"]["share"], row["machine"]["share"]) == (ended, 50, 75)
    assert found["widest"][0]["gap"] == 1.0
    assert outsider.get(reverse("live-agreement")).status_code == 404
    page = browser_of(seat_of(ended, SeatKind.HOST)).get(reverse("live-agreement"))
    assert "With the other interviewers" in page.content.decode()
    assert "You: said, another interviewer: not said" in page.content.decode()


def another(ended: Room, host: User, key: str) -> Room:
    """One more room of this host: over, handed in and marked."""
    make_question(key)
    now = timezone.now()
    room = open_room(
        host, title=key, language="en", minutes=30, candidate="Jiwoo", keys=[key], now=now
    )
    room.candidate().take(name="", user=User.objects.create_guest(language="en"), now=now)
    room.start(now)
    room.questions.get(position=1).push(now)
    room.refresh_from_db()
    room.end(by=EndedBy.INTERVIEWER, now=now)
    hand_in(tick(room, SeatKind.HOST, "said"))
    mark(room, *STATES)
    return room


def test_it_reads_all_rooms_at_once(ended: Room, host: User) -> None:
    for kind in (SeatKind.HOST, SeatKind.CO):
        hand_in(tick(ended, kind, *STATES))
    mark(ended, *STATES)
    with CaptureQueriesContext(connection) as one:
        assert describe_agreement(host)["rooms"] == 1
    for key in ("M1", "M2", "M3"):
        another(ended, host, key)
    with CaptureQueriesContext(connection) as many:
        found = describe_agreement(host)
    assert (found["rooms"], found["machine"]["n"], found["others"]["n"]) == (4, 16, 4)
    assert len(many) == len(one)


def waiting() -> list[int]:
    sweep_ratings()
    return list(RatedQuestion.objects.order_by("question__key").values_list("waiting", flat=True))


@pytest.fixture
def counted(ended: Room) -> Room:
    """Counted while both cards are out; the answer's own time is long past."""
    for kind in (SeatKind.HOST, SeatKind.CO):
        tick(ended, kind, *STATES)
    mark(ended, *STATES)
    assert waiting() in ([], [0])
    RatedQuestion.objects.get_or_create(
        question=ended.questions.get(position=1).version.question,
        defaults={"refreshed_at": timezone.now()},
    )
    return ended


def test_it_counts_answers_as_waiting_when_all_cards_are_in(counted: Room) -> None:
    hand_in(seat_of(counted, SeatKind.HOST).scorecard)
    assert waiting() == [0]
    hand_in(seat_of(counted, SeatKind.CO).scorecard)
    assert waiting() == [1]


def test_it_counts_them_when_nobody_waits_for_a_card_any_more(counted: Room, host: User) -> None:
    hand_in(seat_of(counted, SeatKind.HOST).scorecard)
    assert waiting() == [0]
    seat_of(counted, SeatKind.CO).revoke(timezone.now())
    assert waiting() == [1]


@pytest.mark.parametrize("what", ["account", "room"])
def test_it_counts_them_when_the_cards_are_gone(counted: Room, what: str) -> None:
    hand_in(seat_of(counted, SeatKind.HOST).scorecard)
    (seat_of(counted, SeatKind.CO).user if what == "account" else counted).delete()
    assert waiting() == [1]


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([], None),
        ([("a", "a")], None),
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
    ],
)
def test_it_counts_agreement_beyond_chance(pairs: list[tuple[str, str]], kappa: float) -> None:
    assert cohens_kappa(pairs) == kappa


def test_it_shows_the_candidate_their_words_and_no_marks_before_release(ended: Room) -> None:
    mark(ended, *STATES)
    user = ended.session.user
    candidate = Client()
    candidate.force_login(user)
    page = candidate.get(reverse("report", args=[ended.session_id])).content.decode()
    assert "words" in page
    assert "60" not in page
    for name in ("report-summary", "report-share"):
        url = reverse(name, args=[ended.session_id])
        assert candidate.get(url).status_code in (404, 405)
    assert candidate.get(reverse("report-turn", args=[ended.session_id, 1])).status_code == 404
    assert not Grade.objects.visible_to(user).exists()
    assert list_history(user)[0]["score"] is None
    assert map_skills(user) == []
    assert export_of(user)["answers"][0]["grades"] == []


def test_it_shows_what_the_interviewer_chose_and_takes_it_back(ended: Room, host: User) -> None:
    mark(ended, *STATES)
    card = tick(ended, SeatKind.HOST)
    for one in Scorecard.objects.all():
        hand_in(one)
    Scorecard.objects.filter(pk=card.pk).update(levels={"knowledge": "good"}, notes="private")
    desk = browser_of(seat_of(ended, SeatKind.HOST))
    candidate = Client()
    candidate.force_login(ended.session.user)
    url, report = (
        reverse("desk-release", args=[ended.pk]),
        reverse("report", args=[ended.session_id]),
    )
    desk.post(url, {"levels": "on", "message": "Well explained."})
    page = candidate.get(report).content.decode()
    assert "Well explained." in page
    assert "Good" in page
    assert candidate.get(reverse("report-turn", args=[ended.session_id, 1])).status_code == 404
    desk.post(url, {"grades": "on", "message": "Well explained."})
    page = candidate.get(report).content.decode()
    assert "Well explained." in page
    assert "private" not in page
    assert candidate.get(reverse("report-turn", args=[ended.session_id, 1])).status_code == 200
    assert list_history(ended.session.user)[0]["score"] == 60
    desk.post(url, {"take_back": "1"})
    assert candidate.get(reverse("report-turn", args=[ended.session_id, 1])).status_code == 404


@pytest.mark.parametrize("what", ["grades", "levels"])
def test_it_shows_the_candidate_no_judgement_before_all_are_in(ended: Room, what: str) -> None:
    mark(ended, *STATES)
    hand_in(tick(ended, SeatKind.HOST, *STATES))
    desk, co = browser_of(seat_of(ended, SeatKind.HOST)), seat_of(ended, SeatKind.CO)
    url = reverse("desk-release", args=[ended.pk])
    desk.post(url, {what: "on"})
    ended.refresh_from_db()
    assert (ended.released_at, ended.session.sealed) == (None, True)
    desk.post(url, {"message": "Thank you for coming."})
    ended.refresh_from_db()
    assert (ended.released_at is not None, ended.session.sealed) == (True, True)
    page = desk.get(reverse("live-desk", args=[ended.pk])).content.decode()
    give_up = reverse("desk-revoke", args=[ended.pk, co.pk])
    assert give_up in page
    desk.post(give_up)
    desk.post(url, {what: "on"})
    ended.refresh_from_db()
    assert getattr(ended, f"shows_{what}")
    assert not describe_comparison(ended)["sealed"]


def test_it_keeps_marks_out_of_the_admin_until_all_are_in(
    ended: Room, admin_client: Client
) -> None:
    grade = mark(ended, *STATES)
    url = reverse("admin:grading_grade_change", args=[grade.pk])
    hand_in(seat_of(ended, SeatKind.HOST).scorecard)
    assert admin_client.get(url).status_code == 302
    hand_in(seat_of(ended, SeatKind.CO).scorecard)
    assert admin_client.get(url).status_code == 200


def test_it_lets_only_the_host_release_and_delete(ended: Room) -> None:
    co = browser_of(seat_of(ended, SeatKind.CO))
    for name in ("desk-release", "desk-delete"):
        url = reverse(name, args=[ended.pk])
        assert co.post(url, {"grades": "on", "confirm": "delete"}).status_code == 404
    ended.refresh_from_db()
    assert ended.released_at is None


def test_it_deletes_the_recording_and_leaves_the_candidate_their_answers(ended: Room) -> None:
    card = tick(ended, SeatKind.HOST, *STATES)
    card.markers.create(at=timezone.now(), text="good example")
    ended.messages.create(text="hello")
    ended.updates.create(number=1, at=timezone.now(), data=b"\x00\x00")
    DocumentSnapshot.objects.create(room=ended, number=1, data=b"\x00\x00")
    browser = browser_of(seat_of(ended, SeatKind.HOST))
    url = reverse("desk-delete", args=[ended.pk])
    browser.post(url)
    assert Room.objects.exists(), "nothing is deleted without the box"
    browser.post(url, {"confirm": "delete"})
    rows = [model for model in apps.get_models() if model.__module__.startswith("interview.live.")]
    assert len(rows) >= 10
    assert [model for model in rows if model._default_manager.exists()] == []
    assert Answer.objects.filter(turn__session=ended.session).exists()
