"""The main job, by a person in a browser: start, answer, submit, read the report."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from interview.accounts.models import User
from interview.models import read_labelled
from interview.practice.answer import Answer
from interview.practice.session import Mode, Session
from interview.practice.turn import Turn
from tests.browser.bank import load_few
from tests.browser.conftest import OpenPage, expect_swept
from tests.factories import make_session
from tests.live import Worker, variables_for_processes


def strong_answers(settings, language: str) -> dict[str, str]:
    labelled = read_labelled(settings.LABELLED_FOLDER)
    return {a.question: a.text for a in labelled if (a.kind, a.language) == ("strong", language)}


def write(page: Page, text: str) -> None:
    page.locator("#answer").fill(text)
    expect(page.locator("#save-state")).to_have_text(re.compile("Saved|저장"))


def finish(page: Page) -> None:
    page.locator("details.finish summary").click()
    page.locator("form[action$='/finish/'] button").click()
    expect(page).to_have_url(re.compile("/reports/"))


@pytest.mark.parametrize(
    ("width", "language", "scheme"), [(390, "ko", "dark"), (1280, "en", "light")]
)
def test_it_takes_a_guest_from_the_first_page_to_a_marked_report(
    open_page: OpenPage, grading_worker: object, settings, width: int, language: str, scheme: str
) -> None:
    load_few()
    texts = strong_answers(settings, language)
    page = open_page(width=width, language=language, scheme=scheme)
    page.goto("/")
    page.locator("form[action='/guest/'] button").first.click()
    page.locator("form.new button.primary").click()
    expect(page.locator("#answer")).to_be_visible()

    question = Turn.objects.on_table(Session.objects.get()).version.question.key
    write(page, texts[question])
    page.locator("#answer").press("Control+Enter")

    told = page.locator("article.turn.scored, .follow-up-offer")
    expect_swept(lambda ms: expect(told).to_be_visible(timeout=ms))
    if page.locator(".follow-up-offer").count():
        page.locator(".follow-up-offer form button").click()
    expect(page.locator("article.turn.scored")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    page.locator(".onward form[action$='/finish/'] button").click()
    expect(page).to_have_url(re.compile("/reports/"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    answer = Answer.objects.get(state="submitted")
    assert answer.text == texts[question]
    assert answer.grades.get().score > 50


def test_it_fills_the_report_in_without_a_reload(
    open_page: OpenPage, grading_worker: Worker, alice: User, settings
) -> None:
    grading_worker.kill()  # one that another test has left running would be quicker than the page
    load_few()
    session = make_session(alice, mode=Mode.REAL, minutes=10)
    page = open_page(user=alice)
    page.goto(f"/practice/{session.pk}/")
    write(page, strong_answers(settings, "en")[Turn.objects.on_table(session).version.question.key])
    page.locator("#submit-button").click()
    expect(page.locator("article.turn.pending")).to_be_visible()
    page.evaluate("window.sameDocument = true")
    worker = Worker(variables_for_processes())
    worker.begin()
    try:
        expect(page.locator("article.turn.scored")).to_be_visible(timeout=60_000)
        expect(page.locator("article.turn.pending")).to_have_count(0)
    finally:
        worker.kill()
    assert page.evaluate("window.sameDocument")


def test_it_shares_and_takes_back_a_report(open_page: OpenPage, alice: User) -> None:
    load_few()
    session = make_session(alice)
    page = open_page(user=alice)
    page.goto(f"/practice/{session.pk}/")
    write(page, "Boosting is sequential.")
    finish(page)
    page.locator("form[action$='/share/'] button").click()
    session.refresh_from_db()
    visitor = open_page()
    visitor.goto(f"/shared/{session.share_token()}/")
    expect(visitor.locator("body")).to_contain_text("Boosting is sequential.")
    page.locator("form[action$='/unshare/'] button").click()
    assert visitor.goto(f"/shared/{session.share_token()}/").status == 404
