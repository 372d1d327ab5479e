"""A guest starts in two clicks and keeps the work by signing up or in."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from interview.accounts.models import User
from interview.practice.session import Session
from tests.factories import make_question, make_session

PASSWORD = "a long enough phrase 7"


def guest_with_work(browser: Client) -> Session:
    make_question("Q1")
    browser.post(reverse("guest-start"))
    return make_session(User.objects.get(is_guest=True))


def test_it_starts_a_guest_and_offers_a_session(db: None, anonymous: Client) -> None:
    reply = anonymous.post(reverse("guest-start"))
    assert reply["Location"] == reverse("practice-new")
    assert User.objects.get().is_guest
    assert anonymous.get(reverse("practice-new")).status_code == 200


def test_it_makes_one_guest_for_two_clicks(db: None, anonymous: Client) -> None:
    anonymous.post(reverse("guest-start"))
    anonymous.post(reverse("guest-start"))
    assert User.objects.count() == 1


def test_it_keeps_the_work_by_signing_up(db: None, anonymous: Client) -> None:
    session = guest_with_work(anonymous)
    anonymous.post(reverse("account_signup"), {"email": "New@Example.org", "password1": PASSWORD})
    user = User.objects.get()
    assert (user.email, user.is_guest) == ("new@example.org", False)
    assert user.check_password(PASSWORD)
    assert Session.objects.visible_to(user).get() == session
    assert anonymous.get(reverse("practice-session", args=[session.pk])).status_code == 302


def test_it_keeps_the_work_by_signing_in(alice: User, anonymous: Client) -> None:
    session = guest_with_work(anonymous)
    anonymous.post(reverse("account_login"), {"login": alice.email, "password": "correct horse"})
    assert Session.objects.visible_to(alice).get() == session
    assert not User.objects.filter(is_guest=True).exists()


def test_it_leaves_the_guest_alone_when_sign_up_fails(db: None, anonymous: Client) -> None:
    guest_with_work(anonymous)
    reply = anonymous.post(reverse("account_signup"), {"email": "no address", "password1": "x"})
    assert "no address" in reply.content.decode()
    assert User.objects.get().is_guest


def test_it_limits_how_many_guests_an_address_makes(db: None, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"start_guest": "2/m/ip"}
    codes = [Client().post(reverse("guest-start")).status_code for _ in range(3)]
    assert codes == [302, 302, 429]
