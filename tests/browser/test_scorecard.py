"""A scorecard is handed in with all that stands on it, whatever the line does meanwhile."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from interview.live.models import EndedBy, Room, Scorecard
from tests.browser.conftest import OpenPage
from tests.browser.held import Held
from tests.browser.live_rooms import begin, make_host, open_with
from tests.factories import make_question
from tests.flows.conftest import wait_for

SAVE = re.compile("/desk/card/$")
HAND_IN = re.compile("/desk/card/submit/$")


@pytest.fixture
def room(transactional_db: None) -> Room:
    """A room that is over; what its interviewer thought at first is saved."""
    make_question("L1")
    room, _, _ = open_with(make_host("en"), "Mock", ["L1"])
    begin(room)
    room.end(by=EndedBy.INTERVIEWER, now=timezone.now())
    Scorecard.objects.filter(room=room).update(recommendation="no", evidence="At first sight.")
    return room


def go_to(page: Page, room: Room) -> Page:
    page.goto(reverse("live-desk", args=[room.pk]))
    expect(page.locator("#card-submit")).to_be_enabled()
    return page


def expect_state(page: Page, text: str) -> None:
    expect(page.locator("#card-state")).to_contain_text(text)


def addresses_asked(page: Page) -> list[str]:
    """Return a list that every request of the page is noted in from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def test_it_hands_in_a_card_only_with_all_that_stands_on_it(
    open_page: OpenPage, room: Room
) -> None:
    page = open_page(user=room.host)
    page.clock.install()
    go_to(page, room)
    held = Held(page, SAVE)
    asked = addresses_asked(page)
    page.locator("#card-recommendation").select_option("hire")
    page.locator("#card-submit").click()
    first = held.take()
    page.locator("#card-evidence").fill("On second thoughts.")
    page.clock.fast_forward(1000)
    first.continue_()
    held.take().abort()
    expect_state(page, "Kept on this device")
    expect(page.locator("#toasts")).to_contain_text("Not handed in")
    page.clock.run_for(1000)
    assert Scorecard.objects.get().submitted_at is None
    held.let_go()
    page.locator("#card-submit").click()
    expect(page).to_have_url(re.compile("/compare/"))
    assert sum(HAND_IN.search(address) is not None for address in asked) == 1
    card = Scorecard.objects.get()
    assert card.submitted_at is not None
    assert (card.recommendation, card.evidence) == ("hire", "On second thoughts.")


def test_it_saves_nothing_when_a_saved_card_is_left(open_page: OpenPage, room: Room) -> None:
    page = go_to(open_page(user=room.host), room)
    page.locator("#card-notes").fill("calm")
    expect_state(page, "Saved")
    asked = addresses_asked(page)
    go_to(page, room)
    page.locator("#card-notes").fill("calm and clear")
    expect_state(page, "Saved")
    assert sum(SAVE.search(address) is not None for address in asked) == 1
    assert (Scorecard.objects.get().notes, Scorecard.objects.get().revision) == (
        "calm and clear",
        2,
    )


def test_it_saves_the_last_words_of_a_page_that_is_left(open_page: OpenPage, room: Room) -> None:
    page = go_to(open_page(user=room.host), room)
    page.locator("#card-notes").fill("just before the door")
    page.goto("about:blank")
    wait_for(lambda: Scorecard.objects.get().notes == "just before the door")


def test_it_goes_on_from_the_last_words_when_a_page_is_lost_while_it_saves(
    open_page: OpenPage, room: Room
) -> None:
    page = go_to(open_page(user=room.host), room)
    held = Held(page, SAVE)
    page.locator("#card-notes").fill("calm")
    sent = held.take()
    page.locator("#card-notes").fill("calm and clear")
    sent.fetch()  # it arrives, but the page is gone before it hears of it
    assert Scorecard.objects.get().notes == "calm"
    go_to(page, room)
    expect(page.locator("#card-notes")).to_have_value("calm and clear")
    held.let_go()
    expect_state(page, "Saved")
    assert Scorecard.objects.get().notes == "calm and clear"


def test_it_tells_once_of_another_tab_and_then_keeps_what_stands_here(
    open_page: OpenPage, room: Room
) -> None:
    first = go_to(open_page(user=room.host), room)
    second = go_to(first.context.new_page(), room)
    first.locator("#card-evidence").fill("Of the first tab.")
    expect_state(first, "Saved")
    second.locator("#card-evidence").fill("Of the second tab.")
    expect_state(second, "changed in another tab")
    assert Scorecard.objects.get().evidence == "Of the first tab."
    second.locator("#card-submit").click()
    expect(second).to_have_url(re.compile("/compare/"))
    card = Scorecard.objects.get()
    assert card.submitted_at is not None
    assert card.evidence == "Of the second tab."
