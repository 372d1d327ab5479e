"""Drafts are stored, never overwritten by older ones, and never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interview.practice.answer import Answer
from interview.practice.session import Session
from interview.practice.turn import Turn
from tests.factories import answer_of


def save(client: Client, session: Session, text: str, revision: object = 0):
    url = reverse("practice-draft", args=[session.pk, 1])
    data = {"text": text, "revision": str(revision)}
    return client.post(url, data, headers={"Accept": "application/json"})


def test_it_stores_the_text_and_counts_revisions(client: Client, session: Session) -> None:
    assert save(client, session, "first").json()["revision"] == 1
    assert save(client, session, "second", 1).json()["revision"] == 2
    assert answer_of(session).draft == "second"


def test_it_refuses_a_stale_revision_and_shows_the_newer_text(
    client: Client, session: Session
) -> None:
    save(client, session, "newer")
    reply = save(client, session, "older", 0)
    assert reply.status_code == 409
    assert reply.json()["text"] == "newer"
    assert reply.json()["revision"] == 1
    assert answer_of(session).draft == "newer"


def test_it_accepts_the_same_save_twice(client: Client, session: Session) -> None:
    save(client, session, "same")
    again = save(client, session, "same", 0)
    assert again.status_code == 200
    assert again.json()["revision"] == 1


@pytest.mark.parametrize("revision", ["", "-1", "x", "1e3", "99999999999999", "١"])
def test_it_refuses_a_forged_revision(client: Client, session: Session, revision: str) -> None:
    reply = save(client, session, "text", revision)
    assert reply.status_code == 400
    assert "Reload" in reply.json()["message"]
    assert answer_of(session).draft == ""


def test_it_refuses_a_revision_from_the_future(client: Client, session: Session) -> None:
    assert save(client, session, "text", 7).status_code == 409


@pytest.mark.parametrize(
    "text",
    [
        "تجربة ‮ من اليمين",
        "👩🏽‍💻🎉 이모지",
        "한글 자모 ㄱㅏ\u1100\u1161",
        "\u200b\ufeff",
        "<script>alert(1)</script>",
    ],
)
def test_it_keeps_any_text_as_it_was_written(client: Client, session: Session, text: str) -> None:
    assert save(client, session, text).status_code == 200
    assert answer_of(session).draft == text


def test_it_refuses_a_hundred_kilobytes_with_the_limit(client: Client, session: Session) -> None:
    save(client, session, "before")
    reply = save(client, session, "x" * 100_000, 1)
    assert reply.status_code == 413
    assert "20,000" in reply.json()["message"]
    assert answer_of(session).draft == "before"


def test_it_refuses_binary(client: Client, session: Session) -> None:
    assert save(client, session, "a\x00b").status_code == 400


def test_it_says_it_in_korean(client: Client, session: Session) -> None:
    client.cookies["django_language"] = "ko"
    message = save(client, session, "x" * 100_000).json()["message"]
    assert any("가" <= letter <= "힣" for letter in message)


def test_it_refuses_after_deadline_and_grace(client: Client, session: Session) -> None:
    late = timezone.now() - timedelta(seconds=6)
    Turn.objects.filter(session=session, position=1).update(deadline=late)
    reply = save(client, session, "too late")
    assert reply.status_code == 410
    assert reply.json()["error"] == "closed"
    assert answer_of(session).draft == ""


def test_it_accepts_within_the_grace(client: Client, session: Session) -> None:
    just_now = timezone.now() - timedelta(seconds=2)
    Turn.objects.filter(session=session, position=1).update(deadline=just_now)
    assert save(client, session, "in time").status_code == 200


def test_it_refuses_a_finished_session(client: Client, session: Session) -> None:
    client.post(reverse("practice-finish", args=[session.pk]))
    assert save(client, session, "after").status_code == 410


def test_it_hides_it_from_an_outsider(outsider: Client, session: Session) -> None:
    assert save(outsider, session, "mine now").status_code == 404
    assert Answer.objects.exclude(draft="").count() == 0


def test_it_tells_the_signed_out_without_a_redirect(anonymous: Client, session: Session) -> None:
    reply = save(anonymous, session, "who am I")
    assert reply.status_code == 403
    assert reply.json()["error"] == "signed_out"


def test_it_saves_in_four_queries(
    client: Client, session: Session, django_assert_num_queries
) -> None:
    with django_assert_num_queries(4):  # login session, person, answer, update
        save(client, session, "text")
