"""How long somebody waits in the browser between submitting and what comes of the grade: the score,
or first the follow-up questions."""

import statistics
import time
from collections.abc import Iterator

from django.conf import settings
from playwright.sync_api import sync_playwright

from bench.measure import Measure
from bench.stage import Stage
from interview.models import LabelledAnswer
from tests.browser.chromium import launch
from tests.factories import make_session

TRIES = 5
GRADED = "article.turn.scored, .follow-up-offer"


def measure(stage: Stage) -> Iterator[Measure]:
    url, worker = stage.site.url, stage.worker
    ticket = stage.visitor().cookies[settings.SESSION_COOKIE_NAME].value
    # Made beforehand: within Playwright's event loop Django refuses the database.
    strong = [
        answer for answer in stage.labelled if (answer.kind, answer.language) == ("strong", "en")
    ]
    rooms = [room(stage, answer) for answer in strong[: TRIES + 1]]
    waits: list[float] = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context(base_url=url, locale="en-US")
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": ticket, "url": url}])
        page = context.new_page()
        for path, text in rooms:
            page.goto(path)
            page.locator("#answer").fill(text)
            page.wait_for_timeout(1500)  # Autosave comes first, as it does for people.
            began = time.perf_counter()
            page.locator("#submit-button").click()
            page.locator(GRADED).first.wait_for(timeout=60_000)
            waits.append(time.perf_counter() - began)
        browser.close()
    assert worker.alive()
    # The first answer after a start may find the model still loading.
    yield Measure("submit to feedback on the page, first", waits[0], "s")
    yield Measure("submit to feedback on the page, then", statistics.median(waits[1:]), "s")


def room(stage: Stage, answer: LabelledAnswer) -> tuple[str, str]:
    session = make_session(stage.user, minutes=10, topics=[answer.question])
    return f"/practice/{session.pk}/", answer.text
