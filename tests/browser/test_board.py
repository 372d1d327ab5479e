"""The whiteboard survives refresh, a second tab, another device and a lost network."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from interview.accounts.models import User
from interview.design.board import Board
from interview.design.graph import read_graph
from interview.practice.session import Session
from interview.questions.files import read_question
from interview.questions.importing import load_questions, load_topics
from tests.browser.conftest import OpenPage
from tests.factories import begin_case
from tests.flows.conftest import wait_for

SAVED = re.compile("^(Saved|저장됨)")


@pytest.fixture
def case(transactional_db: None, alice: User) -> Session:
    load_topics(settings.SYLLABUS_FILE)
    path = next((settings.QUESTION_FOLDER / "system_design").glob("B4-*.yaml"))
    load_questions([read_question(path)])
    return begin_case(alice)


def room(page: Page, case: Session) -> Page:
    page.goto(f"/practice/{case.pk}/")
    if page.locator("#board").get_attribute("open") is None:
        page.locator("#board > summary").click()
    expect(page.locator("#board-line")).to_be_visible(timeout=30_000)
    return page


def draw(page: Page, line: str, *, saved: bool = True) -> None:
    page.locator("#board-line").fill(line)
    page.locator("#board-line").press("Enter")
    if saved:
        expect(page.locator("#board-state")).to_have_text(SAVED)


def stored() -> set[str]:
    return set(read_graph(Board.objects.get().elements).labels())


def shown(page: Page) -> str:
    return page.locator("#board-field").input_value()


@pytest.mark.parametrize(
    ("width", "language", "scheme"), [(390, "ko", "dark"), (1280, "en", "light")]
)
def test_it_survives_a_refresh(
    open_page: OpenPage, alice: User, case: Session, width: int, language: str, scheme: str
) -> None:
    page = room(open_page(width=width, language=language, scheme=scheme, user=alice), case)
    expect(page.locator(f"html[lang={language}]")).to_be_attached()
    draw(page, "후보 생성 -> Ranker: 1,000")
    assert stored() == {"후보 생성", "Ranker", "1,000"}
    before = Board.objects.get().revision
    page.reload()
    room(page, case)
    assert "후보 생성" in shown(page)
    draw(page, "Feature store")
    assert stored() == {"후보 생성", "Ranker", "1,000", "Feature store"}
    assert Board.objects.get().revision == before + 1  # opening it again saved nothing
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_draws_with_the_pointer(open_page: OpenPage, alice: User, case: Session) -> None:
    page = room(open_page(user=alice), case)
    canvas = page.locator(".excalidraw canvas.interactive")
    place = canvas.bounding_box()
    assert place is not None
    page.locator("[data-testid=toolbar-rectangle]").check(force=True)
    page.mouse.move(place["x"] + 150, place["y"] + 160)
    page.mouse.down()
    page.mouse.move(place["x"] + 320, place["y"] + 240, steps=4)
    page.mouse.up()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("캐시 cache")
    page.keyboard.press("Escape")
    expect(page.locator("#board-state")).to_have_text(SAVED)
    assert stored() == {"캐시 cache"}


def test_it_takes_away_by_keyboard_what_a_line_names(
    open_page: OpenPage, alice: User, case: Session
) -> None:
    page = room(open_page(user=alice), case)
    for line in ("게이트웨이 -> Ranker: 1,000", "Ranker -> Cache"):
        draw(page, line)
    wait_for(lambda: stored() == {"게이트웨이", "Ranker", "Cache", "1,000"})
    draw(page, "- 게이트웨이 -> Ranker", saved=False)
    wait_for(lambda: stored() == {"게이트웨이", "Ranker", "Cache"})
    draw(page, "- Ranker", saved=False)
    wait_for(lambda: stored() == {"게이트웨이", "Cache"})
    assert read_graph(Board.objects.get().elements).edges == ()
    draw(page, "- Kafka", saved=False)
    expect(page.locator("body")).to_contain_text("Nothing of that name")


def test_it_keeps_two_tabs_in_step(open_page: OpenPage, alice: User, case: Session) -> None:
    first = room(open_page(user=alice), case)
    second = room(first.context.new_page(), case)
    expect(second.locator("body")).to_contain_text("whiteboard is open in another tab")
    draw(first, "Gateway")
    expect(second.locator("#board-field")).to_have_value(re.compile("Gateway"))
    draw(second, "Cache")
    expect(first.locator("#board-field")).to_have_value(re.compile("Cache"))
    assert stored() == {"Gateway", "Cache"}


def test_it_puts_the_drawings_of_two_devices_on_one_board(
    open_page: OpenPage, alice: User, case: Session
) -> None:
    laptop = room(open_page(user=alice), case)
    phone = room(open_page(user=alice, width=390), case)
    draw(phone, "From the phone")
    draw(laptop, "From the laptop", saved=False)
    laptop.locator("#board-conflict [data-keep=both]").click()
    expect(laptop.locator("#board-state")).to_have_text(SAVED)
    expect(laptop.locator("#board-field")).to_have_value(re.compile("From the phone"))
    assert stored() == {"From the phone", "From the laptop"}


def test_it_keeps_what_was_drawn_offline(open_page: OpenPage, alice: User, case: Session) -> None:
    page = room(open_page(user=alice), case)
    page.context.set_offline(True)
    draw(page, "Drawn in a tunnel", saved=False)
    expect(page.locator("#board-state")).to_contain_text("Offline")
    page.context.set_offline(False)
    expect(page.locator("#board-state")).to_have_text(SAVED, timeout=40_000)
    assert stored() == {"Drawn in a tunnel"}


def test_it_loses_nothing_when_the_page_is_left_at_once(
    open_page: OpenPage, alice: User, case: Session
) -> None:
    page = room(open_page(user=alice), case)
    page.route("**/board/", lambda route: route.abort())
    draw(page, "Only in this browser", saved=False)
    expect(page.locator("#board-field")).to_have_value(re.compile("Only in this browser"))
    page.reload()
    room(page, case)
    assert "Only in this browser" in shown(page)
    page.unroute("**/board/")
    wait_for(lambda: Board.objects.exclude(elements=[]).exists())
    assert stored() == {"Only in this browser"}


def test_it_says_so_when_the_whiteboard_cannot_be_loaded(
    open_page: OpenPage, alice: User, case: Session
) -> None:
    page = open_page(user=alice)
    page.route("**/whiteboard*.js", lambda route: route.abort())
    page.goto(f"/practice/{case.pk}/")
    expect(page.locator("#board-host")).to_contain_text("could not be loaded")
    page.locator("#answer").fill("the text goes on")
    expect(page.locator("#save-state")).to_have_text(SAVED)
