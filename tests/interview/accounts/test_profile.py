"""A person's own page: name, language, their data, and leaving."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from interview.accounts.models import User
from interview.practice.answer import Answer
from interview.practice.session import Session


def test_it_saves_name_and_language(client: Client, alice: User) -> None:
    reply = client.post(reverse("profile"), {"name": "앨리스", "language": "ko"})
    alice.refresh_from_db()
    assert (alice.name, alice.language) == ("앨리스", "ko")
    assert reply.cookies["django_language"].value == "ko"


def test_it_cannot_give_oneself_time_or_a_role(client: Client, alice: User) -> None:
    form = {"name": "A", "language": "en", "time_multiplier": "3", "role": "admin"}
    client.post(reverse("profile"), form)
    alice.refresh_from_db()
    assert (alice.role, alice.time_multiplier) == ("candidate", 1)


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "", "home", "a\x00b"]
)
def test_it_switches_language_and_stays_on_this_site(client: Client, target: str) -> None:
    reply = client.post(reverse("set-language"), {"language": "ko", "next": target})
    assert reply["Location"] == "/"
    assert reply.cookies["django_language"].value == "ko"
    assert '<html lang="ko"' in client.get("/").content.decode()


def test_it_ignores_an_unknown_language(client: Client) -> None:
    reply = client.post(reverse("set-language"), {"language": "xx", "next": "/progress/"})
    assert reply["Location"] == "/progress/"
    assert "django_language" not in reply.cookies


def test_it_exports_everything_of_this_person_only(
    client: Client, outsider: Client, session: Session
) -> None:
    Answer.objects.filter(turn__session=session, turn__position=1).update(draft="내가 쓴 말")
    assert "내가 쓴 말" in client.get(reverse("profile-export")).content.decode()
    assert "내가 쓴 말" not in outsider.get(reverse("profile-export")).content.decode()


def test_it_deletes_everything_when_asked(client: Client, session: Session) -> None:
    client.post(reverse("profile-delete"))
    assert User.objects.filter(email="alice@example.org").exists()
    client.post(reverse("profile-delete"), {"confirm": "delete"})
    assert not User.objects.filter(email="alice@example.org").exists()
    assert Session.objects.count() == 0
    assert client.get(reverse("profile")).status_code == 302
