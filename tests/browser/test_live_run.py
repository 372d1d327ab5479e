"""Code in a room: both write it, either runs it, everybody sees what comes out, and it is handed in."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from interview.accounts.models import Role, User
from interview.coding.models import CodeRun, Program
from interview.live.models import Room
from interview.live.presence import ticket_name
from interview.practice.answer import Answer
from interview.questions.files import read_question
from interview.questions.importing import load_questions, load_topics
from interview.questions.models import Question
from tests.browser.conftest import OpenPage, shoot
from tests.browser.live_rooms import begin, open_with
from tests.browser.test_coding import Runner, runner
from tests.browser.test_live_holding import expect_saved
from tests.factories import make_user
from tests.live import Site

__all__ = ["runner"]
SLOWLY = 90_000
CODE = "[data-field^='code:'] .cm-content"


@pytest.fixture
def host(transactional_db: None) -> User:
    load_topics(settings.SYLLABUS_FILE)
    path = next((settings.QUESTION_FOLDER / "coding").glob("A3.11-s*.yaml"))
    load_questions([read_question(path)])
    return make_user("hana", role=Role.INTERVIEWER)


def come_to(page: Page, room: Room, kind: str, origin: str) -> None:
    seat = room.seats.get(kind=kind)
    cookie = {"name": ticket_name(room.pk), "value": seat.ticket(), "url": origin}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(reverse("live-room", args=[room.pk]))


def test_it_runs_code_for_everybody(
    open_page: OpenPage, runner: Runner, host: User, site: Site
) -> None:
    key = Question.objects.get().key
    room, _, _ = open_with(host, "Code with Minji", [key])
    begin(room)
    desk, candidate, observer = open_page(user=host), open_page(width=390), open_page()
    desk.goto(reverse("live-desk", args=[room.pk]))
    come_to(candidate, room, "candidate", site.url)
    come_to(observer, room, "observer", site.url)
    for page in (desk, candidate, observer):
        expect(page.locator(CODE)).to_contain_text("def ", timeout=SLOWLY)
    candidate.locator(CODE).click()
    candidate.keyboard.press("Control+End")
    candidate.keyboard.press("Enter")
    candidate.keyboard.press("Home")
    candidate.keyboard.type('print("seen by " + "all")')
    expect(desk.locator(CODE)).to_contain_text("seen by", timeout=SLOWLY)
    candidate.locator("#live-run-button").click()
    for page in (desk, candidate, observer):
        expect(page.locator("#live-run")).to_contain_text("seen by all", timeout=SLOWLY)
    expect(observer.locator("#live-run-button")).to_have_count(0)
    shoot(desk, "live-run-desk")
    shoot(candidate, "live-run-candidate-390")

    desk.locator("#live-run [name=kind][value=submit]").click()
    for page in (desk, candidate, observer):
        expect(page.locator("#live-run")).to_contain_text("hidden test", timeout=SLOWLY)
    assert CodeRun.objects.count() == 2
    expect_saved(candidate)
    desk.locator(".end-menu summary").click()
    desk.locator("#end-button").click()
    expect(desk.locator("#card-submit")).to_be_visible(timeout=SLOWLY)
    assert 'print("seen by " + "all")' in Program.objects.get().text
    assert not Answer.objects.get().is_open
