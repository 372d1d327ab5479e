"""The practice pages: choosing, moving about, hints and flags, and who may see them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from interview.accounts.models import User
from interview.practice.session import Mode, Session
from interview.practice.turn import Turn
from tests.factories import make_question, make_session

CHOICE = {"round": "fundamentals", "minutes": "15", "level": "", "language": "ko", "mode": "real"}


def test_it_begins_with_the_choice(client: Client) -> None:
    make_question("Q1")
    reply = client.post(reverse("practice-new"), CHOICE, follow=True)
    session = Session.objects.get()
    assert (session.language, session.mode, session.minutes) == ("ko", Mode.REAL, 15)
    assert "Q1를 설명해 주세요." in reply.content.decode()


def test_it_begins_one_session_for_a_button_pressed_twice(client: Client, alice: User) -> None:
    make_question("Q1")
    replies = [client.post(reverse("practice-new"), CHOICE) for _ in range(2)]
    assert replies[0]["Location"] == replies[1]["Location"]
    client.post(reverse("practice-new"), CHOICE | {"mode": "study"})
    assert Session.objects.count() == 2


@pytest.mark.parametrize("after", ["9" * 5000, "-1", "²", ""])
def test_it_shows_no_hint_for_a_forged_number(client: Client, session: Session, after: str) -> None:
    reply = client.post(reverse("practice-hint", args=[session.pk, 1]), {"after": after})
    assert reply.status_code == 302
    assert session.turns.get(position=1).hints_shown == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("round", "astrology"),
        ("minutes", "7"),
        ("minutes", "x"),
        ("language", "fr"),
        ("topics", "Z9"),
    ],
)
def test_it_refuses_a_forged_choice(client: Client, field: str, value: str) -> None:
    make_question("Q1")
    reply = client.post(reverse("practice-new"), CHOICE | {field: value})
    assert reply.status_code == 422
    assert Session.objects.count() == 0


def test_it_says_when_no_question_matches(client: Client) -> None:
    make_question("Q1", level="junior")
    reply = client.post(reverse("practice-new"), CHOICE | {"level": "senior"})
    assert "There is no question for this choice yet" in reply.content.decode()


def test_it_says_how_many_questions_each_round_has(client: Client) -> None:
    make_question("Q1")
    make_question("P1", round="phone_screen")
    make_question("P2", round="phone_screen")
    rounds = client.get(reverse("practice-new")).context["rounds"]
    counts = {entry["value"]: entry["count"] for entry in rounds}
    assert (counts["fundamentals"], counts["phone_screen"], counts["system_design"]) == (1, 2, 0)


def test_it_drops_topics_of_another_round(client: Client) -> None:
    make_question("Q1")
    make_question("P1", round="phone_screen")
    client.post(reverse("practice-new"), CHOICE | {"topics": "P1"})
    assert Session.objects.get().turns.get().version.question.key == "Q1"


def test_it_resumes_at_the_question_on_the_table(client: Client, session: Session) -> None:
    client.get(reverse("practice-turn", args=[session.pk, 2]))
    reply = client.get(reverse("practice-session", args=[session.pk]))
    assert reply["Location"] == reverse("practice-turn", args=[session.pk, 2])


def test_it_skips_and_comes_back(client: Client, session: Session) -> None:
    reply = client.post(reverse("practice-skip", args=[session.pk, 1]))
    assert reply["Location"].endswith("/2/")
    client.post(reverse("practice-skip", args=[session.pk, 2]))
    reply = client.post(reverse("practice-skip", args=[session.pk, 3]))
    assert reply["Location"].endswith("/1/")


def test_it_flags_and_unflags(client: Client, session: Session) -> None:
    url = reverse("practice-flag", args=[session.pk, 1])
    client.post(url)
    assert Turn.objects.get(session=session, position=1).flagged
    client.post(url)
    assert not Turn.objects.get(session=session, position=1).flagged


def test_it_shows_hints_one_by_one_and_charges_each_once(client: Client, session: Session) -> None:
    url = reverse("practice-hint", args=[session.pk, 1])
    client.post(url, {"after": "0"})
    client.post(url, {"after": "0"})  # pressed twice
    turn = Turn.objects.get(session=session, position=1)
    assert (turn.hints_shown, turn.hints_cost()) == (1, 5)
    page = client.get(reverse("practice-turn", args=[session.pk, 1])).content.decode()
    assert "First hint" in page
    assert "Second hint" not in page
    for after in ("1", "2", "nonsense"):
        client.post(url, {"after": after})
    turn.refresh_from_db()
    assert (turn.hints_shown, turn.hints_cost()) == (2, 15)


def test_it_pauses_and_resumes(client: Client, session: Session) -> None:
    page = client.post(reverse("practice-pause", args=[session.pk]), follow=True)
    session.refresh_from_db()
    assert session.paused_at is not None
    assert "Paused" in page.content.decode()
    client.post(reverse("practice-resume", args=[session.pk]))
    session.refresh_from_db()
    assert session.paused_at is None


def test_it_refuses_to_pause_a_real_interview(client: Client, alice: User) -> None:
    make_question("Q1")
    real = make_session(alice, mode=Mode.REAL)
    reply = client.post(reverse("practice-pause", args=[real.pk]))
    assert reply.status_code == 409
    assert "Only a study session can be paused" in reply.content.decode()


def test_it_finishes_twice_with_one_result(client: Client, session: Session) -> None:
    url = reverse("practice-finish", args=[session.pk])
    client.post(url)
    session.refresh_from_db()
    first = session.finished_at
    client.post(url)
    session.refresh_from_db()
    assert session.finished_at == first


@pytest.mark.parametrize(
    ("method", "name", "positioned"),
    [
        ("get", "practice-session", False),
        ("get", "practice-turn", True),
        ("post", "practice-submit", True),
        ("post", "practice-skip", True),
        ("post", "practice-flag", True),
        ("post", "practice-hint", True),
        ("post", "practice-pause", False),
        ("post", "practice-resume", False),
        ("post", "practice-finish", False),
    ],
)
def test_it_is_nobody_elses(
    outsider: Client, session: Session, method: str, name: str, positioned: bool
) -> None:
    before = list(Turn.objects.order_by("pk").values())
    url = reverse(name, args=[session.pk, 1] if positioned else [session.pk])
    assert getattr(outsider, method)(url).status_code == 404
    assert list(Turn.objects.order_by("pk").values()) == before


def test_it_sends_the_signed_out_to_the_login(anonymous: Client, session: Session) -> None:
    reply = anonymous.get(reverse("practice-session", args=[session.pk]))
    assert reply["Location"].startswith(reverse("account_login"))


def test_it_shows_the_room_in_a_fixed_number_of_queries(
    client: Client, session: Session, django_assert_num_queries
) -> None:
    with django_assert_num_queries(7):
        client.get(reverse("practice-turn", args=[session.pk, 1]))


def test_it_says_what_is_kept_without_scripts(client: Client, session: Session) -> None:
    page = client.get(reverse("practice-turn", args=[session.pk, 1])).content.decode()
    assert "your text is kept when you press Submit" in page
