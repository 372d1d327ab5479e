"""A real case in the browser: a stage handed in early is asked about while the clock runs on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from interview.accounts.models import User
from interview.practice.answer import Answer
from interview.practice.session import Session
from tests.browser.conftest import OpenPage, expect_swept, shoot
from tests.browser.test_accessibility import axe_findings
from tests.browser.test_design_cases import load_case
from tests.factories import begin_case
from tests.live import Worker


@pytest.mark.parametrize(("width", "language"), [(390, "ko"), (1280, "en")])
def test_it_is_asked_in_the_middle_of_a_real_case(
    open_page: OpenPage, grading_worker: Worker, alice: User, width: int, language: str
) -> None:
    alice.language = language
    alice.save()
    load_case("B9")
    case = begin_case(alice, mode="real", language=language)
    page = open_page(width=width, language=language, user=alice, bypass_csp=True)
    page.route("**/vendor/whiteboard/**", lambda route: route.abort())
    page.goto(f"/practice/{case.pk}/")
    page.locator("#answer").fill("A feed of posts; it has to scale and be quick.")
    shoot(page, f"probe-open-{width}")
    page.locator("#hand-in").click()
    expect(page.locator(".onward")).to_be_visible()
    # on to the next stage meanwhile: the interviewer's question comes there too
    page.locator(".onward a.button").click()
    expect(page).to_have_url(re.compile("/framing/$"))
    expect_swept(lambda ms: expect(page.locator(".probes a")).to_be_visible(timeout=ms))
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shoot(page, f"probe-offered-{width}")
    page.locator("#answer").fill("Score posts by what people do with them.")
    page.locator(".probes a").press("Enter")
    expect(page.locator("h1.prompt")).to_be_visible()
    expect(page).to_have_url(re.compile("/follow-up/100/$"))
    shoot(page, f"probe-heard-{width}")
    page.locator("#answer").fill("Retention a month later is what we want.")
    page.locator("#answer").press("Control+Enter")
    expect(page).to_have_url(re.compile("/requirements/$"))
    expect(page.locator(".probes a")).to_have_count(0)
    page.locator("details.finish summary").click()
    page.locator("form[action$='/finish/'] button").click()
    expect(page).to_have_url(re.compile("/reports/"))
    expect(page.locator(".stage-part .follow-ups li")).to_have_count(1, timeout=60_000)
    shoot(page, f"probe-report-{width}")
    framing = Answer.objects.get(stage="framing", sequence__lt=100)
    assert framing.text == "Score posts by what people do with them."
    assert Session.objects.get().finished_at is not None
