"""A follow-up in the browser: offered before the feedback, on a clock of its own, then in the report."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from interview.accounts.models import User
from interview.practice.answer import Answer
from tests.browser.bank import load_few
from tests.browser.conftest import OpenPage
from tests.factories import make_session, make_user

VAGUE = "I would look at the data carefully and then choose what works best for the team."


def wake_grader(open_page: OpenPage) -> None:
    """Have somebody else's answer graded: a worker's first one loads the encoder, and whoever waits
    longer than FOLLOW_UP_WAIT_SECONDS is asked nothing."""
    other = make_user("early")
    page = open_page(user=other)
    page.goto(f"/practice/{make_session(other).pk}/")
    page.locator("#answer").fill(VAGUE)
    page.locator("#answer").press("Control+Enter")
    graded = page.locator(".follow-up-offer, article.turn.scored").first
    expect(graded).to_be_visible(timeout=120_000)


@pytest.mark.parametrize(("width", "language"), [(390, "ko"), (1280, "en")])
def test_it_asks_before_it_tells_and_shows_both(
    open_page: OpenPage,
    transactional_db: None,
    grading_worker: object,
    alice: User,
    width: int,
    language: str,
) -> None:
    load_few()
    wake_grader(open_page)
    session = make_session(alice, minutes=15)
    page = open_page(width=width, language=language, user=alice)
    page.goto(f"/practice/{session.pk}/")
    page.locator("#answer").fill(VAGUE)
    page.locator("#answer").press("Control+Enter")

    expect(page.locator(".follow-up-offer")).to_be_visible(timeout=60_000)
    expect(page.locator("article.turn.scored")).to_have_count(0)
    page.locator(".follow-up-offer a.button").press("Enter")
    expect(page.locator("h1.prompt")).to_be_visible()
    expect(page.locator(".question-time")).to_contain_text(":")
    page.locator("#answer").fill("I would measure it on held-out data.")
    page.locator("#answer").press("Control+Enter")
    expect(page).to_have_url(re.compile("/101/$"))
    page.locator("form[action$='/decline/'] button").press("Enter")

    expect(page.locator("article.turn.scored .follow-ups li")).to_have_count(2, timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    given = Answer.objects.to_follow_ups().filter(turn__session=session).order_by("sequence")
    assert [answer.state for answer in given] == ["submitted", "unanswered"]
