"""Where somebody without a session is sent, and what odd requests are answered."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from interview.practice.session import Session


def test_it_comes_back_to_the_page_after_a_form_was_sent_signed_out(
    anonymous: Client, session: Session
) -> None:
    page = reverse("practice-turn", args=[session.pk, 1])
    headers = {"Referer": f"http://testserver{page}"}
    reply = anonymous.post(reverse("practice-pause", args=[session.pk]), headers=headers)
    assert reply["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("referer", ["", "https://evil.example/x"])
def test_it_comes_back_home_from_elsewhere(
    anonymous: Client, session: Session, referer: str
) -> None:
    url = reverse("practice-pause", args=[session.pk])
    reply = anonymous.post(url, headers={"Referer": referer})
    assert reply["Location"] == "/accounts/login/?next=/"


def test_it_says_what_an_address_for_forms_is(client: Client, session: Session) -> None:
    reply = client.get(reverse("practice-pause", args=[session.pk]))
    assert reply.status_code == 405
    assert reply["Allow"] == "POST"
    assert "only takes what a form sends" in reply.content.decode()


def test_it_forgets_a_cookie_that_nobody_can_have_been_given(db: None, anonymous: Client) -> None:
    reply = anonymous.get("/", headers={"Cookie": r'sessionid="\000aaaaaaaaaaaa"'})
    assert reply.status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/readyz", "/progress/", "/me/", "/practice/new/"]
)
def test_it_answers_those_who_only_ask_whether_a_page_is_there(client: Client, path: str) -> None:
    assert client.head(path).status_code == 200
