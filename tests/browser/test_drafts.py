"""What somebody types survives refresh, a lost network, a second tab, another device, the deadline."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from interview.accounts.models import User
from interview.practice.answer import Answer, AnswerState
from interview.practice.session import Session
from interview.practice.tasks import sweep_practice
from interview.practice.turn import Turn
from tests.browser.bank import load_few
from tests.browser.conftest import OpenPage
from tests.factories import answer_of, make_session

SAVED = re.compile("^Saved")


@pytest.fixture
def session(transactional_db: None, alice: User) -> Session:
    load_few()
    return make_session(alice)


@pytest.fixture
def room(open_page: OpenPage, alice: User, session: Session) -> Page:
    page = open_page(user=alice)
    page.goto(f"/practice/{session.pk}/")
    return page


def write(page: Page, text: str) -> None:
    page.locator("#answer").fill(text)
    expect(page.locator("#save-state")).to_have_text(SAVED)


def set_deadline(session: Session, deadline: datetime) -> None:
    Session.objects.update(deadline=deadline)
    Turn.objects.filter(session=session).exclude(deadline=None).update(deadline=deadline)


def test_it_survives_a_refresh(room: Page, session: Session) -> None:
    write(room, "kept through a refresh")
    room.reload()
    expect(room.locator("#answer")).to_have_value("kept through a refresh")


def test_it_saves_by_itself_while_somebody_types(room: Page, session: Session) -> None:
    room.locator("#answer").press_sequentially("typing on and on")
    expect(room.locator("#save-state")).to_have_text(SAVED)
    assert answer_of(session).draft == "typing on and on"


def test_it_keeps_what_was_typed_offline(room: Page, session: Session) -> None:
    room.context.set_offline(True)
    room.locator("#answer").fill("written in a tunnel")
    expect(room.locator("#save-state")).to_contain_text("Offline")
    assert answer_of(session).draft == ""
    room.context.set_offline(False)
    expect(room.locator("#save-state")).to_have_text(SAVED, timeout=40_000)
    assert answer_of(session).draft == "written in a tunnel"


def test_it_puts_back_what_no_server_had_heard(room: Page, session: Session) -> None:
    room.route("**/draft/", lambda route: route.abort())
    room.locator("#answer").fill("only in this browser")
    expect(room.locator("#save-state")).not_to_have_text(SAVED)
    room.wait_for_timeout(1500)
    room.unroute("**/draft/")
    room.reload()
    expect(room.locator("#answer")).to_have_value("only in this browser")
    expect(room.locator("#save-state")).to_have_text(SAVED, timeout=20_000)
    assert answer_of(session).draft == "only in this browser"


def test_it_shows_both_texts_of_two_devices(
    room: Page, open_page: OpenPage, alice: User, session: Session
) -> None:
    phone = open_page(user=alice, width=390)
    phone.goto(f"/practice/{session.pk}/")
    write(phone, "from the phone")
    room.locator("#answer").fill("from the laptop")
    dialog = room.locator("#conflict")
    expect(dialog).to_contain_text("from the phone")
    expect(dialog).to_contain_text("from the laptop")
    dialog.locator("[data-keep=both]").click()
    expect(room.locator("#save-state")).to_have_text(SAVED)
    draft = answer_of(session).draft
    assert "from the phone" in draft
    assert "from the laptop" in draft


def test_it_tells_two_tabs_of_each_other(room: Page, session: Session) -> None:
    second = room.context.new_page()
    second.goto(room.url)
    expect(second.locator("body")).to_contain_text("another tab")


def test_it_submits_the_last_text_with_the_browser_closed(room: Page, session: Session) -> None:
    write(room, "the last words")
    room.close()
    past = timezone.now() - timedelta(minutes=5)
    Turn.objects.filter(session=session).exclude(deadline=None).update(
        entered_at=past - timedelta(minutes=8), deadline=past
    )
    sweep_practice()
    answer = answer_of(session)
    assert (answer.state, answer.text) == (AnswerState.SUBMITTED, "the last words")


def test_it_hands_in_at_the_deadline_while_the_page_is_open(room: Page, session: Session) -> None:
    write(room, "so far")
    set_deadline(session, timezone.now() + timedelta(seconds=90))
    room.clock.install()
    room.reload()
    expect(room.locator("#clock-toggle")).to_be_visible()
    room.locator("#answer").fill("so far and a little more")
    set_deadline(session, timezone.now() + timedelta(seconds=2))
    room.clock.fast_forward(90_000)
    expect(room.locator("#answer")).to_have_count(0, timeout=30_000)
    sweep_practice()
    assert answer_of(session).text == "so far and a little more"


def test_it_counts_from_the_servers_clock(
    open_page: OpenPage, alice: User, session: Session
) -> None:
    page = open_page(user=alice)
    page.clock.install(time=timezone.now() + timedelta(hours=7))
    page.goto(f"/practice/{session.pk}/")
    left = page.locator("#clock-face .question-time").inner_text()
    allotted = session.turns.get(position=1).allotted_seconds // 60
    assert int(left.split(":")[0]) in (allotted, allotted - 1)


def test_it_flushes_a_korean_syllable_that_is_still_being_composed(
    room: Page, session: Session
) -> None:
    devtools = room.context.new_cdp_session(room)
    room.locator("#answer").focus()
    devtools.send("Input.insertText", {"text": "과적"})
    devtools.send("Input.imeSetComposition", {"text": "합", "selectionStart": 1, "selectionEnd": 1})
    room.locator("#submit-button").click()
    expect(room.locator("#answer")).to_have_count(0)
    assert Answer.objects.get(state="submitted").text == "과적합"


def test_it_does_not_submit_by_enter_while_composing(room: Page, session: Session) -> None:
    room.locator("#answer").fill("조합 중")
    room.locator("#answer").dispatch_event(
        "keydown", {"key": "Enter", "ctrlKey": True, "isComposing": True}
    )
    expect(room.locator("#save-state")).to_have_text(SAVED)
    assert answer_of(session).is_open


def test_it_saves_what_was_typed_before_the_scripts_came(
    open_page: OpenPage, alice: User, session: Session
) -> None:
    page = open_page(user=alice)
    held: list[Route] = []
    page.route("**/room*.js", lambda route: held.append(route))
    page.goto(f"/practice/{session.pk}/", wait_until="commit")
    page.locator("#answer").fill("quick fingers")
    for route in held:
        route.continue_()
    expect(page.locator("#save-state")).to_have_text(SAVED)
    assert answer_of(session).draft == "quick fingers"


def test_it_shows_after_the_end_what_was_written_offline(room: Page, session: Session) -> None:
    write(room, "saved")
    set_deadline(session, timezone.now() + timedelta(seconds=90))
    room.clock.install()
    room.reload()
    expect(room.locator("#clock-toggle")).to_be_visible()
    room.context.set_offline(True)
    room.locator("#answer").fill("saved, and more in a tunnel")
    set_deadline(session, timezone.now() - timedelta(seconds=30))
    room.clock.fast_forward(120_000)
    expect(room.locator("#answer")).to_have_value("saved, and more in a tunnel")
    room.context.set_offline(False)
    expect(room.locator(".kept-copy:not([hidden]) .kept-text")).to_have_text(
        "saved, and more in a tunnel", timeout=15_000
    )
    assert answer_of(session).text == "saved"
