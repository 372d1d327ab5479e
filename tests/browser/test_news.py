"""News that arrives while a part of a page is on its way: the part is fetched once more."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from grading.tasks import grade_answer
from interview.accounts.models import User
from interview.live.models import Room
from interview.practice.answer import Answer
from interview.practice.finishing import close_answer
from tests.browser.conftest import OpenPage
from tests.browser.held import Held
from tests.browser.live_rooms import begin, make_host, open_with
from tests.factories import answer_of, make_question, make_session
from tests.fakes import KeywordGrader
from tests.flows.conftest import wait_for

COUNT = """for (const name of ["report:changed", "live:plan", "live:stage"])
  addEventListener(name, () => {
    const { dataset } = document.documentElement;
    dataset.heard = String(Number(dataset.heard ?? 0) + 1);
  }, true);"""


@pytest.fixture
def room(transactional_db: None) -> Room:
    """A room under way with the first of its two questions on the table."""
    make_question("L1")
    make_question("L2")
    room, _, _ = open_with(make_host("en"), "Mock", ["L1", "L2"])
    begin(room)
    return room


def heard(page: Page) -> int:
    return int(page.locator("html").get_attribute("data-heard") or 0)


def wait_for_more(page: Page, before: int) -> None:
    wait_for(lambda: heard(page) > before)


def hand_over(route: Route, body: str) -> None:
    """Let an answer of before arrive; what it shows would not look again by itself for long."""
    route.fulfill(
        status=200, content_type="text/html", body=re.sub(r"every \d+s", "every 900s", body)
    )


def grade_apart(answer_id: int) -> None:
    grade_answer(answer_id)
    connection.close()


def test_it_shows_a_score_that_came_while_the_answer_was_fetched(
    open_page: OpenPage, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grading.pipeline.the_grader", KeywordGrader)
    # a worker that another test has left running would be quicker
    monkeypatch.setattr("grading.receivers.nudge", lambda _: None)
    make_question("Q1")
    answer = answer_of(make_session(alice))
    Answer.objects.filter(pk=answer.pk).update(draft="alpha beta gamma delta")
    close_answer(answer, by="candidate", now=timezone.now())
    page = open_page(user=alice)
    page.add_init_script(COUNT)
    held = Held(page, re.compile("/reports/.*/1/$"))
    page.goto(f"/practice/{answer.turn.session_id}/1/")
    wait_for_more(page, 0)
    first = held.take()
    body = first.fetch().text()
    before = heard(page)
    with ThreadPoolExecutor(1) as elsewhere:  # here runs the browser's own event loop
        elsewhere.submit(grade_apart, answer.pk).result()
    wait_for_more(page, before + 1)
    hand_over(first, body)
    held.let_go()
    expect(page.locator("article.turn.scored")).to_be_visible()


def test_it_shows_the_question_that_was_put_while_the_plan_was_fetched(
    open_page: OpenPage, room: Room
) -> None:
    page = open_page(user=room.host)
    page.add_init_script(COUNT)
    page.goto(reverse("live-desk", args=[room.pk]))
    expect(page.locator("#plan .current")).to_contain_text("L1")
    wait_for_more(page, 0)
    held = Held(page, re.compile("/plan/$"))
    room.questions.get(version__question__key="L2").push(timezone.now())
    first = held.take()
    body = first.fetch().text()
    before = heard(page)
    room.questions.get(version__question__key="L1").push(timezone.now())
    wait_for_more(page, before)
    hand_over(first, body)
    held.let_go()
    expect(page.locator("#plan .current")).to_contain_text("L1")


def test_it_leaves_a_plan_alone_that_has_not_changed(open_page: OpenPage, room: Room) -> None:
    page = open_page(user=room.host)
    page.goto(reverse("live-desk", args=[room.pk]))
    expect(page.locator("#live-state")).not_to_be_empty()
    plan = page.locator("#plan")
    page.wait_for_load_state("networkidle")
    plan.evaluate("plan => { plan.marked = true; }")
    with page.expect_response(re.compile("/plan/$")):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('live:plan'))")
    page.wait_for_load_state("networkidle")
    assert plan.evaluate("plan => plan.marked") is True
    room.questions.get(version__question__key="L2").push(timezone.now())
    expect(page.locator("#plan .current")).to_contain_text("L2")
    assert plan.evaluate("plan => plan.marked ?? false") is False
