"""A whiteboard that is still being loaded: what stands on it stays, what is page on it comes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from interview.accounts.models import User
from interview.design.board import Board
from interview.practice.session import Session
from interview.practice.turn import Turn
from tests.browser.conftest import OpenPage
from tests.browser.held import Held
from tests.browser.test_board import case, draw, room, shown, stored
from tests.flows.conftest import wait_for
from tests.interview.design.test_boards import box

__all__ = ["case"]

# The package itself, and a part of it that a Korean page needs before the board is made.
WHOLE = re.compile(r"/whiteboard/whiteboard\.js")
LETTERS = re.compile(r"/whiteboard/parts/ko-KR")
BOARD = ".excalidraw canvas.interactive"
# Leave the page the very moment that the board stands in it, before it has taken anything in.
LEAVE_AT_ONCE = """new MutationObserver((_, observer) => {
  if (!document.querySelector(".excalidraw canvas")) return;
  observer.disconnect();
  dispatchEvent(new PageTransitionEvent("pagehide"));
  document.documentElement.dataset.left = "";
}).observe(document, { childList: true, subtree: true });"""


@pytest.fixture
def page(open_page: OpenPage, alice: User, case: Session) -> Page:
    """A Korean page, for whose case a gateway was page before."""
    User.objects.filter(pk=alice.pk).update(language="ko")
    turn = Turn.objects.get(session=case, position=1)
    Board.objects.create(turn=turn, elements=box("a", "Gateway"), revision=1)
    return open_page(user=alice)


def test_it_keeps_what_stands_on_a_board_that_is_left_before_it_is_loaded(
    page: Page, case: Session
) -> None:
    held = Held(page, WHOLE)
    page.goto(f"/practice/{case.pk}/", wait_until="commit")
    held.take()
    page.locator("#answer").fill("gone at once")
    page.goto("about:blank")
    held.let_go()
    room(page, case)
    assert "Gateway" in shown(page)
    assert (stored(), Board.objects.get().revision) == ({"Gateway"}, 1)


def test_it_keeps_what_stands_on_a_board_that_is_left_before_it_has_begun(
    page: Page, case: Session
) -> None:
    page.add_init_script(LEAVE_AT_ONCE)
    room(page, case)
    expect(page.locator("html[data-left]")).to_be_attached()
    draw(page, "Cache")
    assert (stored(), Board.objects.get().revision) == ({"Gateway", "Cache"}, 2)


def test_it_draws_what_was_written_before_the_board_was_there(page: Page, case: Session) -> None:
    held = Held(page, LETTERS)
    room(page, case)
    draw(page, "Gateway -> Cache", saved=False)
    expect(page.locator(BOARD)).to_have_count(0)
    held.let_go()
    wait_for(lambda: stored() == {"Gateway", "Cache"})


def test_it_shows_what_another_tab_drew_before_the_board_was_there(
    page: Page, case: Session
) -> None:
    held = Held(page, LETTERS)
    room(page, case)
    other = room(page.context.new_page(), case)
    draw(other, "Cache")
    expect(page.locator("#board-field")).to_have_value(re.compile("Cache"))
    held.let_go()
    draw(page, "Store", saved=False)
    wait_for(lambda: stored() == {"Gateway", "Cache", "Store"})
