"""Every page at either width, in either language and either light: nothing sticks out of the window."""

from __future__ import annotations

import pytest
from django.urls import reverse

from grading.models import Grade
from grading.tasks import grade_answer
from interview.accounts.models import User
from interview.practice.answer import Answer
from interview.practice.finishing import finish_session
from tests.browser.bank import load_few
from tests.browser.conftest import OpenPage, shoot
from tests.factories import answer_of, make_session
from tests.fakes import KeywordGrader
from tests.flows.conftest import wait_for

PUBLIC = [
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/no/such/page",
]


def pages_of(user: User) -> list[str]:
    """Make a running and a scored session; return the addresses of all pages of a person."""
    load_few()
    done = make_session(user, mode="real", minutes=10)
    answer = answer_of(done)
    Answer.objects.filter(pk=answer.pk).update(draft="Bagging averages models. " * 12)
    finish_session(done)
    grade_answer(answer.pk)
    # a worker that another test started may have been quicker to take the row
    wait_for(Grade.objects.filter(score__isnull=False).exists)
    running = make_session(user)
    named = ("practice-new", "home", "progress", "profile", "account_logout")
    return [
        *(reverse(name) for name in named),
        reverse("practice-turn", args=[running.pk, 1]),
        reverse("report", args=[done.pk]),
    ]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("language", "scheme"), [("ko", "light"), ("en", "dark")])
def test_it_fits_in_the_window(
    open_page: OpenPage, alice: User, monkeypatch, width: int, language: str, scheme: str
) -> None:
    monkeypatch.setattr("grading.pipeline.the_grader", KeywordGrader)
    monkeypatch.setattr("grading.pipeline.report_changed", lambda *_: None)
    alice.language = language
    alice.save()
    visitor = open_page(width=width, language=language, scheme=scheme)
    person = open_page(width=width, language=language, scheme=scheme, user=alice)
    wide = []
    for page, paths in ((visitor, PUBLIC), (person, pages_of(alice))):
        for path in paths:
            page.goto(path)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(path)
            assert page.locator("html").get_attribute("lang") == language, path
            shoot(page, f"{language}-{scheme}-{width}-{path.strip('/').split('/')[0] or 'home'}")
    assert wide == []
