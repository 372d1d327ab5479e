"""The room's own manners: the clock's warnings, shortcuts, pause, hints, going back, signing up."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from interview.accounts.models import User
from interview.practice.answer import ClosedBy
from interview.practice.session import Session
from interview.practice.turn import Turn
from tests.browser.bank import load_few
from tests.browser.conftest import OpenPage
from tests.browser.held import Held
from tests.factories import answer_of, make_session

HOUR_MS = 3_600_000


@pytest.fixture
def session(transactional_db: None, alice: User) -> Session:
    load_few()
    return make_session(alice, minutes=45)


@pytest.fixture
def room(open_page: OpenPage, alice: User, session: Session) -> Page:
    page = open_page(user=alice)
    page.goto(f"/practice/{session.pk}/")
    return page


def test_it_warns_politely_before_the_end(room: Page, session: Session) -> None:
    soon = timezone.now() + timedelta(minutes=3)
    Turn.objects.filter(session=session).exclude(deadline=None).update(deadline=soon)
    room.clock.install()
    room.reload()
    expect(room.locator("#clock-toggle")).to_be_visible()
    room.clock.fast_forward(125_000)
    expect(room.locator("#clock-polite")).to_have_text("One minute left")


def test_it_hides_the_clock_and_remembers_that(room: Page) -> None:
    room.locator("#clock-toggle").click()
    expect(room.locator(".question-time")).to_be_hidden()
    room.reload()
    expect(room.locator(".question-time")).to_be_hidden()


def test_it_shows_the_shortcuts(room: Page) -> None:
    room.locator("#answer").blur()
    room.keyboard.press("?")
    expect(room.locator("dialog[open]")).to_contain_text("Ctrl")


def test_it_pauses_and_goes_on_with_the_text_kept(room: Page, session: Session) -> None:
    room.locator("#answer").fill("before the doorbell")
    room.get_by_role("button", name="Pause").click()
    expect(room.locator("body")).to_contain_text("Paused")
    expect(room.locator("body")).to_contain_text("before the doorbell")
    room.get_by_role("button", name="Go on").click()
    expect(room.locator("#answer")).to_have_value("before the doorbell")


def test_it_reveals_a_hint_without_losing_the_text_or_the_place(room: Page) -> None:
    room.locator("#answer").fill("half a thought")
    room.locator("#hint-button").click()
    expect(room.locator(".hint")).to_have_count(1)
    expect(room.locator("#answer")).to_have_value("half a thought")
    expect(room.locator("#hint-button")).to_be_focused()


def test_it_skips_goes_back_and_finds_the_text_again(room: Page) -> None:
    room.locator("#answer").fill("to be continued")
    room.get_by_role("button", name="Skip for now").click()
    expect(room).to_have_url(re.compile("/2/$"))
    room.go_back()
    expect(room.locator("#answer")).to_have_value("to be continued")


def test_it_signs_a_guest_up_and_keeps_the_work(open_page: OpenPage, db: None) -> None:
    load_few()
    page = open_page()
    page.goto("/")
    page.locator("form[action='/guest/'] button").first.click()
    page.locator("form.new button.primary").click()
    page.locator("#answer").fill("my first words")
    expect(page.locator("#save-state")).to_have_text(re.compile("^Saved"))
    room = page.url
    page.goto("/accounts/signup/")
    page.locator("input[name=email]").fill("new@example.org")
    page.locator("input[name=password1]").fill("a long enough phrase 7")
    page.locator("main form button.primary").click()
    page.goto(room)
    expect(page.locator("#answer")).to_have_value("my first words")
    assert User.objects.get(email="new@example.org").practice_sessions.count() == 1


def test_it_takes_a_hint_after_signing_in_again_in_another_tab(room: Page) -> None:
    room.evaluate("document.querySelector('#hints input[name=csrfmiddlewaretoken]').value = 'old'")
    room.locator("#hint-button").click()
    expect(room.locator(".hint")).to_have_count(1)


def test_it_says_that_somebody_is_signed_out(room: Page, session: Session) -> None:
    room.context.clear_cookies(name="sessionid")
    room.locator("#answer").fill("written after signing out")
    room.get_by_role("button", name="Pause").click()
    expect(room.locator(".toast.error")).to_contain_text("You are signed out")
    expect(room.locator("#answer")).to_have_value("written after signing out")


def test_it_takes_no_cursor_from_where_somebody_writes(
    open_page: OpenPage, alice: User, session: Session
) -> None:
    page = open_page(user=alice)
    scripts = Held(page, "**/js/room*.js")
    page.goto(f"/practice/{session.pk}/1/", wait_until="commit")
    elsewhere = page.locator("details.finish summary")
    elsewhere.focus()
    scripts.take().continue_()
    expect(page.locator("#clock-toggle")).to_be_visible()
    expect(page.locator(".question-time")).to_contain_text(":")
    expect(elsewhere).to_be_focused()


def test_it_hands_in_on_a_page_that_opens_after_its_deadline(
    open_page: OpenPage, alice: User, session: Session
) -> None:
    page = open_page(user=alice)
    page.clock.install()
    scripts = Held(page, "**/js/room*.js")
    page.goto(f"/practice/{session.pk}/1/", wait_until="commit")
    page.locator("#answer").fill("Just in time.")
    # as if the page had been served a second after the deadline, within the grace
    late = "clock => { clock.dataset.now = Number(clock.dataset.questionDeadline) + 1000; }"
    page.locator("#clock").evaluate(late)
    scripts.let_go()
    expect(page.locator(".toast")).to_contain_text("Time is up")
    expect(page.locator("#save-state")).to_have_text(re.compile("^Saved"))
    passed = timezone.now() - timedelta(hours=1)
    Turn.objects.filter(session=session, position=1).update(deadline=passed)
    page.clock.fast_forward(HOUR_MS)
    expect(page.locator("textarea#answer")).to_have_count(0)
    answer = answer_of(session)
    assert (answer.text, answer.closed_by) == ("Just in time.", ClosedBy.DEADLINE)
