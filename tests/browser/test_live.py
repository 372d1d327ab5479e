"""A whole live interview in real browsers: an interviewer, a candidate and an observer in one room."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from interview.accounts.models import Role, User
from interview.live.ending import end_abandoned
from interview.live.models import Room, RoomState, Scorecard, Seat
from interview.practice.answer import Answer
from tests.browser.bank import load_few
from tests.browser.conftest import OpenPage, shoot
from tests.factories import make_user

EDITOR = "[data-field^='text:'] .cm-content"


@pytest.fixture
def host(transactional_db: None) -> User:
    load_few()
    return make_user("hana", role=Role.INTERVIEWER)


def open_room(page: Page) -> Room:
    """Open a room as an interviewer does, with two questions picked from the list."""
    page.goto("/live/")
    page.locator("a[href='/live/new/']").click()
    page.locator("[name=title]").fill("Mock with Minji")
    page.locator("[name=candidate]").fill("Minji")
    for key in ("A2.13", "A2.16"):
        page.locator("#pick").fill(key)
        page.locator("#pick").press("Enter")
    page.locator("form.open-form button.primary").click()
    expect(page).to_have_url(re.compile("/desk/"))
    return Room.objects.get()


def link_of(page: Page, room: Room, kind: str) -> str:
    seat = Seat.objects.get(room=room, kind=kind)
    return page.locator(f"#link-{seat.pk}").input_value()


def come_in(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.locator("[name=name]").fill(name)
    page.locator("main button.primary").click()
    expect(page).to_have_url(re.compile(r"/live/[0-9a-f-]{36}/$"))


def ask(page: Page, number: int) -> None:
    page.locator("#plan [data-push]").nth(number).click()


def type_in(page: Page, text: str) -> None:
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def expect_text(page: Page, text: str) -> None:
    expect(page.locator(EDITOR)).to_contain_text(text, timeout=60_000)


def start(open_page: OpenPage, host: User, **options) -> tuple[Page, Page, Room]:
    """Return the interviewer's and the candidate's page of a room whose first question is asked."""
    desk = open_page(user=host)
    room = open_room(desk)
    candidate = open_page(**options)
    come_in(candidate, link_of(desk, room, "candidate"), "Minji")
    expect(desk.locator("#people .person:not(.away)")).to_have_count(2)
    desk.locator("#start-button").click()
    expect(candidate.locator("#editors")).to_be_attached()
    ask(desk, 0)
    expect(candidate.locator(EDITOR)).to_be_visible()
    expect(desk.locator(EDITOR)).to_be_visible()
    return desk, candidate, room


@pytest.mark.parametrize(
    ("width", "language", "scheme"), [(390, "ko", "dark"), (1280, "en", "light")]
)
def test_it_leads_through_a_whole_interview(
    open_page: OpenPage, host: User, width: int, language: str, scheme: str
) -> None:
    desk = open_page(user=host, scheme=scheme)
    room = open_room(desk)
    desk.locator("#seat-kind").select_option("observer")
    desk.locator("#seat-name").fill("Olga")
    desk.locator(".add-seat button").click()
    shoot(desk, f"live-lobby-desk-{scheme}")
    candidate = open_page(width=width, language=language, scheme=scheme)
    candidate.goto(link_of(desk, room, "candidate"))
    shoot(candidate, f"live-join-{width}-{language}-{scheme}")
    come_in(candidate, link_of(desk, room, "candidate"), "Minji")
    candidate.locator("#ready-button").click()
    shoot(candidate, f"live-lobby-{width}-{language}-{scheme}")
    assert "Bagging" not in candidate.content()
    desk.locator("#start-button").click()
    expect(candidate.locator("#editors")).to_be_attached()

    ask(desk, 0)
    expect(candidate.locator(".prompt")).to_be_visible()
    type_in(candidate, "Bagging averages many trees. ")
    expect_text(desk, "Bagging averages many trees.")
    type_in(desk, "Why does that help?")
    expect_text(candidate, "Why does that help?")
    expect(desk.locator(".cm-peer-name")).to_have_text("Minji")

    desk.locator("#hint-button").click()
    expect(candidate.locator(".hint")).to_have_count(1)
    desk.locator("[data-point]").first.focus()
    desk.keyboard.press("1")
    expect(desk.locator("[data-point].said")).to_have_count(1)
    desk.locator("#card-notes").fill("calm and clear")
    desk.locator("#marker-text").fill("good example")
    desk.locator("#marker-form button").click()
    expect(desk.locator("#markers li")).to_have_count(1)
    candidate.locator("#chat-text").fill("May I draw?")
    candidate.locator("#chat-text").press("Enter")
    expect(desk.locator("#chat-list")).to_contain_text("May I draw?")

    observer = open_page(width=width)
    come_in(observer, link_of_closed(desk, room, "observer"), "Olga")
    expect_text(observer, "Bagging averages many trees. Why does that help?")
    expect(observer.locator("#chat-form")).to_have_count(0)
    for page in (candidate, observer):
        assert "calm and clear" not in page.content()
        assert "good example" not in page.content()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    shoot(candidate, f"live-candidate-{width}-{language}-{scheme}")
    shoot(observer, f"live-observer-{width}")
    shoot(desk, f"live-desk-{scheme}")

    ask(desk, 0)
    expect(candidate.locator(EDITOR)).to_have_text("")
    type_in(candidate, "Momentum.")
    expect_text(desk, "Momentum.")

    desk.locator(".end-menu summary").click()
    desk.locator("#end-button").click()
    expect(desk.locator("#card-submit")).to_be_visible()
    expect(candidate.locator("main h1")).to_contain_text(re.compile("over|끝났"))
    shoot(candidate, f"live-over-{width}-{language}-{scheme}")
    texts = list(Answer.objects.order_by("turn__position").values_list("text", flat=True))
    assert texts == ["Bagging averages many trees. Why does that help?", "Momentum."]

    desk.locator("#card-recommendation").select_option("hire")
    desk.locator("#card-evidence").fill("Named averaging at once.")
    shoot(desk, f"live-after-{scheme}")
    desk.locator("#card-submit").click()
    expect(desk).to_have_url(re.compile("/compare/"))
    card = Scorecard.objects.get()
    assert (card.recommendation, card.notes) == ("hire", "calm and clear")
    desk.goto(reverse("desk-playback", args=[room.pk]))
    expect(desk.locator("#player")).to_be_visible()
    desk.locator("#moments button").last.click()
    expect(desk.locator("#played-text")).to_have_text("Momentum.")
    shoot(desk, f"live-playback-{scheme}")


def link_of_closed(page: Page, room: Room, kind: str) -> str:
    """Return a link that stands on the desk's page, folded away while the interview runs."""
    seat = Seat.objects.get(room=room, kind=kind)
    return page.locator(f"#link-{seat.pk}").input_value()


def test_it_ends_an_abandoned_room_and_keeps_everything(open_page: OpenPage, host: User) -> None:
    desk, candidate, room = start(open_page, host)
    type_in(candidate, "Half an answer.")
    expect_text(desk, "Half an answer.")
    expect(candidate.locator("#live-state")).to_have_text("Saved")
    candidate.context.close()
    desk.context.close()
    with ThreadPoolExecutor() as elsewhere:  # there is an event loop in this thread
        later = timezone.now() + timedelta(hours=2)
        assert elsewhere.submit(end_abandoned, later).result() == 1
    room.refresh_from_db()
    assert room.state == RoomState.ENDED
    assert Answer.objects.get().text == "Half an answer."
