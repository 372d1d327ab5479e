"""The two sides of the table: nothing of the interviewer's reaches the other, by page or by socket."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from interview.live import urls
from interview.live.kinds import SeatKind
from interview.live.models import ChatMessage, EndedBy, Room, RoomState, Scorecard, Seat, Tick
from tests.interview.live.conftest import browser_of, seat_of

pytestmark = pytest.mark.django_db


def desk_urls(room: Room) -> Iterator[tuple[str, str]]:
    question = room.questions.first()
    point = question.version.points.first()
    known = {
        "room": room.pk, "question": question.pk, "point": point.pk,
        "other": room.seats.last().pk, "stage": "data", "fact": "scale",
    }  # fmt: skip
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        if pattern.default_args.get("desk"):
            names = pattern.pattern.converters
            yield (
                str(pattern.name),
                reverse(pattern.name, kwargs={name: known[name] for name in names}),
            )


def secrets_of(room: Room) -> list[str]:
    """Return texts that only the interviewers may read."""
    version = room.current.version
    point = version.points.first()
    return [
        version.model_answer("en"), point.text("en"), point.probe("en"),
        str(version.hint_texts("en")[1]["text"]), "private thought", "said it so",
    ]  # fmt: skip


@pytest.fixture
def judged(room: Room) -> Room:
    """A room whose interviewer has ticked, noted and shown the first hint."""
    host = seat_of(room, SeatKind.HOST)
    question = room.questions.get(position=1)
    room.current.refresh_from_db()
    question.show_hint(0, timezone.now())
    Scorecard.objects.update(notes="private thought")
    Tick.objects.create(
        scorecard=host.scorecard, question=question, point=question.version.points.all()[0],
        state="said", words="said it so", at=timezone.now(),
    )  # fmt: skip
    return room


@pytest.mark.parametrize("kind", [SeatKind.CANDIDATE, SeatKind.OBSERVER])
def test_it_shows_the_other_side_the_question_and_nothing_behind_it(
    judged: Room, kind: SeatKind
) -> None:
    browser = browser_of(seat_of(judged, kind))
    names = ("live-room", "live-stage", "live-people", "live-chat", "live-run")
    seen = "".join(browser.get(reverse(name, args=[judged.pk])).content.decode() for name in names)
    assert judged.current.version.prompt("en") in seen
    assert "First hint" in seen
    assert [text for text in secrets_of(judged) if text in seen] == []
    assert judged.questions.get(position=2).version.prompt("en") not in seen


def test_it_shows_the_interviewer_all_of_it(judged: Room) -> None:
    browser = browser_of(seat_of(judged, SeatKind.HOST))
    seen = browser.get(reverse("live-desk", args=[judged.pk])).content.decode()
    assert [text for text in secrets_of(judged) if text not in seen] == []


def test_it_shows_one_interviewer_nothing_of_the_others_card(judged: Room) -> None:
    browser = browser_of(seat_of(judged, SeatKind.CO))
    names = ("live-desk", "desk-guide", "desk-recording")
    seen = "".join(browser.get(reverse(name, args=[judged.pk])).content.decode() for name in names)
    assert "private thought" not in seen
    assert "said it so" not in seen


def test_it_shows_the_candidate_nothing_before_the_start(lobby: Room) -> None:
    seat = lobby.candidate()
    seat.take(name="", user=None, now=timezone.now())
    browser = browser_of(seat)
    seen = "".join(
        browser.get(reverse(name, args=[lobby.pk])).content.decode()
        for name in ("live-room", "live-stage", "live-run")
    )
    for question in lobby.questions.all():
        assert question.version.prompt("en") not in seen


@pytest.mark.parametrize("who", ["candidate", "observer", "outsider", "anonymous"])
def test_it_keeps_everybody_else_from_the_desk(
    room: Room, who: str, outsider: Client, anonymous: Client
) -> None:
    seats = {
        kind: browser_of(seat_of(room, kind)) for kind in (SeatKind.CANDIDATE, SeatKind.OBSERVER)
    }
    browser = {"outsider": outsider, "anonymous": anonymous}.get(who) or seats[SeatKind(who)]
    for name, url in desk_urls(room):
        for reply in (browser.get(url), browser.post(url, {"confirm": "delete", "minutes": "5"})):
            assert reply.status_code in (302, 404, 405), name
            if reply.status_code == 302:
                assert "/accounts/login/" in reply["Location"], name
    room.refresh_from_db()
    assert room.state == RoomState.LIVE


def test_it_lets_only_the_host_hand_out_links(room: Room) -> None:
    co = browser_of(seat_of(room, SeatKind.CO))
    candidate = seat_of(room, SeatKind.CANDIDATE)
    page = co.get(reverse("live-desk", args=[room.pk])).content.decode()
    assert candidate.token() not in page
    url = reverse("desk-revoke", args=[room.pk, candidate.pk])
    assert co.post(url).status_code == 404
    assert Seat.objects.get(pk=candidate.pk).revoked_at is None


def test_it_lets_observers_watch_only(room: Room) -> None:
    browser = browser_of(seat_of(room, SeatKind.OBSERVER))
    assert browser.post(reverse("live-chat", args=[room.pk]), {"text": "psst"}).status_code == 404
    assert browser.post(reverse("live-run", args=[room.pk])).status_code == 404
    assert not ChatMessage.objects.exists()


def test_it_says_who_is_ready(lobby: Room) -> None:
    seat = lobby.candidate()
    seat.take(name="", user=None, now=timezone.now())
    Seat.objects.filter(pk=seat.pk).update(last_seen_at=timezone.now())
    browser_of(seat).post(reverse("live-ready", args=[lobby.pk]))
    host = browser_of(seat_of(lobby, SeatKind.HOST))
    for name in ("live-desk", "desk-people"):
        assert ", ready" in host.get(reverse(name, args=[lobby.pk])).content.decode(), name


def test_it_offers_to_run_code_where_there_is_code(room: Room) -> None:
    for kind in (SeatKind.HOST, SeatKind.CANDIDATE):
        name = "live-desk" if kind == SeatKind.HOST else "live-room"
        page = browser_of(seat_of(room, kind)).get(reverse(name, args=[room.pk]))
        assert "live-run-button" not in page.content.decode()


def test_it_lets_cameras_and_microphones_into_the_room_alone(room: Room) -> None:
    browser = browser_of(seat_of(room, SeatKind.CANDIDATE))
    page = browser.get(reverse("live-room", args=[room.pk]))
    assert "camera=(self)" in page["Permissions-Policy"]
    observer = browser_of(seat_of(room, SeatKind.OBSERVER)).get(
        reverse("live-room", args=[room.pk])
    )
    assert "camera=()" in observer["Permissions-Policy"]
    assert "camera=()" in browser.get("/")["Permissions-Policy"]


def test_it_asks_the_database_as_often_however_much_is_planned(
    room: Room, django_assert_num_queries
) -> None:
    browser = browser_of(seat_of(room, SeatKind.HOST))
    with django_assert_num_queries(4):
        browser.get(reverse("live-rooms"))
    with django_assert_num_queries(5):
        browser.get(reverse("desk-plan", args=[room.pk]))
    with django_assert_num_queries(7):
        browser.get(reverse("desk-guide", args=[room.pk]))


def test_it_saves_the_card_by_revision(room: Room) -> None:
    browser = browser_of(seat_of(room, SeatKind.HOST))
    url = reverse("desk-card", args=[room.pk])

    def save(**fields: object):
        return browser.post(url, json.dumps(fields), content_type="application/json")

    card = {"notes": "one", "levels": {"knowledge": "good"}, "recommendation": "", "evidence": ""}
    assert save(**card, revision=0).json() == {"revision": 1}
    assert save(**card, revision=0).json() == {"revision": 1}, "the same save again is one save"
    stale = save(**card | {"notes": "older"}, revision=0)
    assert (stale.status_code, stale.json()["error"]) == (409, "stale")
    assert Scorecard.objects.get().notes == "one"
    assert save(**card | {"levels": {"charm": "good"}}, revision=1).status_code == 400
    assert save(revision="x").status_code == 400


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"revision": 1e999}', 400),
        ("[" * 50_000, 400),
        ('{"revision": 99999999999999999999, "notes": "abc"}', 409),
        ('{"revision": 0, "notes": "a\\ud800b\\u0000c"}', 200),
    ],
)
def test_it_answers_what_is_no_card_in_words(room: Room, body: str, status: int) -> None:
    browser = browser_of(seat_of(room, SeatKind.HOST))
    url = reverse("desk-card", args=[room.pk])
    assert browser.post(url, body, content_type="application/json").status_code == status
    assert Scorecard.objects.get().notes == ("abc" if status == 200 else "")


def test_it_asks_for_a_recommendation_with_evidence(room: Room) -> None:
    browser = browser_of(seat_of(room, SeatKind.HOST))
    card = Scorecard.objects.get()
    browser.post(reverse("desk-end", args=[room.pk]))
    url = reverse("desk-submit", args=[room.pk])
    for recommendation, evidence in (("", "x"), ("hire", " ")):
        Scorecard.objects.update(recommendation=recommendation, evidence=evidence)
        browser.post(url)
        assert not Scorecard.objects.get(pk=card.pk).is_in
    Scorecard.objects.update(evidence="Said why variance falls.")
    assert browser.post(url)["Location"] == reverse("live-compare", args=[room.pk])
    card.refresh_from_db()
    assert card.is_in
    late = {"notes": "late", "revision": card.revision}
    reply = browser.post(
        reverse("desk-card", args=[room.pk]), json.dumps(late), content_type="application/json"
    )
    assert reply.status_code == 410


def test_it_is_not_deleted_before_its_texts_are_handed_in(room: Room) -> None:
    host = browser_of(seat_of(room, SeatKind.HOST))
    url = reverse("desk-delete", args=[room.pk])
    host.post(url, {"confirm": "delete"})
    assert Room.objects.get().is_live
    room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    host.post(url, {"confirm": "delete"})
    assert not Room.objects.exists()


def test_it_takes_only_so_many_messages_in_a_minute(room: Room, monkeypatch) -> None:
    monkeypatch.setattr("interview.live.views.table.MESSAGES_A_MINUTE", 2)
    browser = browser_of(room.candidate())
    for number in range(4):
        browser.post(reverse("live-chat", args=[room.pk]), {"text": f"message {number}"})
    assert ChatMessage.objects.count() == 2


def test_it_drops_a_room_that_is_not_wanted_any_more(lobby: Room) -> None:
    host = browser_of(seat_of(lobby, SeatKind.HOST))
    url = reverse("desk-delete", args=[lobby.pk])
    assert url in host.get(reverse("live-desk", args=[lobby.pk])).content.decode()
    host.post(url, {"confirm": "delete"})
    assert not Room.objects.exists()
