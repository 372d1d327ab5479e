"""Signing in by e-mail, and what happens to those who guess."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from interview.accounts.models import User


def login(browser: Client, password: str, email: str = "alice@example.org"):
    return browser.post(reverse("account_login"), {"login": email, "password": password})


def test_it_signs_in_whatever_the_case_of_the_address(alice: User, anonymous: Client) -> None:
    reply = login(anonymous, "correct horse", "ALICE@example.org")
    assert reply["Location"] == reverse("home")


def test_it_says_the_same_for_a_wrong_password_and_an_unknown_address(
    alice: User, anonymous: Client
) -> None:
    wrong = login(anonymous, "guess").context["form"].non_field_errors()
    unknown = login(anonymous, "guess", "nobody@example.org").context["form"].non_field_errors()
    assert list(wrong) == list(unknown)
    assert "not correct" in wrong[0]


def test_it_throttles_guessing(alice: User, anonymous: Client) -> None:
    for _ in range(6):
        login(anonymous, "guess")
    assert "_auth_user_id" not in login(anonymous, "correct horse").wsgi_request.session


def test_it_signs_up_in_the_language_of_the_page(db: None, anonymous: Client) -> None:
    anonymous.cookies["django_language"] = "ko"
    form = {"email": "ko@example.org", "password1": "a long enough phrase 7"}
    anonymous.post(reverse("account_signup"), form)
    assert User.objects.get().language == "ko"


def test_it_makes_nobody_more_than_a_candidate(db: None, anonymous: Client) -> None:
    form = {"email": "x@example.org", "password1": "a long enough phrase 7"}
    anonymous.post(reverse("account_signup"), form | {"role": "admin", "is_superuser": "on"})
    user = User.objects.get()
    assert (user.role, user.is_superuser, user.is_staff) == ("candidate", False, False)
