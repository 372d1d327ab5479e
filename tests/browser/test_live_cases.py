"""A whole design case in a room: stage by stage in real browsers, and nothing of the guide on the wire."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from django.urls import reverse
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Response, WebSocket, expect

from interview.accounts.models import Role, User
from interview.live.models import Room
from interview.practice.answer import Answer
from interview.questions.schema import QuestionFile
from tests.browser.conftest import OpenPage, shoot
from tests.browser.test_design_cases import load_case
from tests.browser.test_live import EDITOR, come_in, expect_text, link_of, link_of_closed, type_in
from tests.browser.test_live_board import draw, expect_more_painted, painted
from tests.browser.test_live_holding import expect_saved
from tests.factories import make_user

KEY = "B2"
SLOWLY = 30_000


@pytest.fixture
def case(transactional_db: None) -> QuestionFile:
    return load_case(KEY)


@pytest.fixture
def host(case: QuestionFile) -> User:
    return make_user("hana", role=Role.INTERVIEWER)


class Wire:
    """Everything that a page is sent: bodies, and frames of its sockets."""

    def __init__(self, page: Page) -> None:
        self.bodies: list[Response] = []
        self.frames: list[str] = []
        page.on("response", lambda response: self.bodies.append(response))
        page.on("websocket", self.listen)

    def listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.frames.append(str(frame)))

    def text(self) -> str:
        told = list(self.frames)
        for response in self.bodies:
            kind = response.headers.get("content-type", "")
            if response.ok and ("html" in kind or "json" in kind):
                with suppress(
                    PlaywrightError
                ):  # of a page that was left: the browser has let it go
                    told.append(response.text())
        return "\n".join(told)


def secrets_of(case: QuestionFile) -> list[str]:
    """Return what stands in the guide of the case, in the language of the room."""
    points = [text for p in case.points for text in (p.text.en, p.probe.en)]
    facts = [text for fact in case.facts for text in (fact.answer.en, fact.asks.en[0])]
    return [case.model_answer.en.strip().split("\n")[0], *points, *facts]


def go_to(desk: Page, stage: str) -> None:
    desk.locator(f"#stage-{stage}").click()
    expect(desk.locator(f"[data-field$=':{stage}'] .cm-content")).to_be_visible(timeout=SLOWLY)


@pytest.mark.parametrize(
    ("width", "language", "scheme"), [(390, "ko", "dark"), (1280, "en", "light")]
)
def test_it_leads_through_a_whole_case(
    open_page: OpenPage, host: User, case: QuestionFile, width: int, language: str, scheme: str
) -> None:
    desk = open_page(user=host, scheme=scheme)
    desk.goto("/live/new/")
    desk.locator("[name=title]").fill("A case with Minji")
    expect(desk.locator("#pick-add")).to_be_visible(timeout=SLOWLY)
    desk.locator("#pick").fill(KEY)
    desk.locator("#pick").press("Enter")
    expect(desk.locator("#picked li")).to_contain_text("whole case")
    desk.locator("form.open-form button.primary").click()
    expect(desk).to_have_url(re.compile("/desk/"))
    room = Room.objects.get()
    desk.locator("#seat-kind").select_option("observer")
    desk.locator(".add-seat button").click()
    candidate, observer = (
        open_page(width=width, language=language, scheme=scheme) for _ in range(2)
    )
    wires = [Wire(candidate), Wire(observer)]
    come_in(candidate, link_of(desk, room, "candidate"), "Minji")
    expect(desk.locator("#people .person:not(.away)")).to_have_count(2, timeout=SLOWLY)
    desk.locator("#start-button").click()
    expect(candidate.locator("#editors")).to_be_attached(timeout=SLOWLY)
    desk.locator("#plan [data-push]").first.click()
    come_in(observer, link_of_closed(desk, room, "observer"), "Olga")

    for page in (desk, candidate, observer):
        expect(page.locator(EDITOR)).to_be_visible(timeout=SLOWLY)
        expect(page.locator(".excalidraw canvas").first).to_be_visible(timeout=SLOWLY)
    type_in(candidate, "Ten million users, two hundred milliseconds. ")
    expect_text(desk, "Ten million users")
    fact = case.facts[0]
    desk.locator(f"#fact-{fact.id}").click()
    expect(candidate.locator("#chat-list")).to_contain_text(fact.answer.en, timeout=SLOWLY)
    expect(desk.locator(".facts-list .told")).to_have_count(1)
    shoot(desk, f"live-case-desk-{scheme}")

    go_to(desk, "data")
    for page in (candidate, observer):
        expect(page.locator("[data-field$=':data'] .cm-content")).to_be_visible(timeout=SLOWLY)
        expect(page.locator(EDITOR)).to_have_count(1)
    # she was writing when the stage was opened, and may go on at once
    expect(candidate.locator("[data-field$=':data']")).to_be_focused()
    expect(candidate.locator("#live-polite")).to_contain_text(re.compile("Data|데이터"))
    type_in(candidate, "Logs with clicks as labels. ")
    expect_text(observer, "Logs with clicks as labels.")
    draw(candidate, "Logs -> Trainer")
    expect_saved(candidate)
    shoot(candidate, f"live-case-candidate-{width}-{language}-{scheme}")
    assert candidate.evaluate("document.documentElement.scrollWidth") <= width
    go_to(desk, "requirements")
    expect_text(candidate, "Ten million users")
    type_in(candidate, "Said more.")
    expect_text(desk, "Said more.")
    expect_saved(candidate)

    told = secrets_of(case)
    told.remove(fact.answer.en)
    for wire in wires:
        assert wire.frames
        assert case.prompt.en.split(".")[0] in wire.text()
        assert [text for text in told if text in wire.text()] == []
    desk.locator(".end-menu summary").click()
    desk.locator("#end-button").click()
    expect(desk.locator("#card-submit")).to_be_visible(timeout=SLOWLY)
    answers = Answer.objects.order_by("sequence").values_list("sequence", "stage", "text")
    assert list(answers) == [
        (0, "requirements", "Ten million users, two hundred milliseconds. Said more."),
        (2, "data", "Logs with clicks as labels. "),
    ]
    play_back(desk, room, scheme)


def play_back(desk: Page, room: Room, scheme: str) -> None:
    """The board and each stage's text as they were: empty before, drawn afterwards."""
    desk.goto(reverse("desk-playback", args=[room.pk]))
    expect(desk.locator("#player")).to_be_visible(timeout=SLOWLY)
    expect(desk.locator("#played-board")).to_be_hidden()
    moments = desk.locator("#moments button")
    moments.filter(has_text="Data and features").first.click()
    expect(desk.locator("#played-title")).to_contain_text("Data and features")
    expect(desk.locator("#played-board-words")).to_have_text("")
    expect(desk.locator("#played-board .excalidraw canvas").first).to_be_visible(timeout=SLOWLY)
    blank = painted(desk)
    moments.last.click()
    expect(desk.locator("#played-board-words")).to_have_text("Logs, Trainer")
    expect(desk.locator("#played-text")).to_contain_text("Said more.")
    expect_more_painted(desk, blank)
    expect(desk.locator("#played-board button:visible")).to_have_count(0)
    shoot(desk, f"live-case-playback-{scheme}")
    scrub = desk.locator("#scrub")
    scrub.fill("0")
    expect(desk.locator("#played-board")).to_be_hidden()
    scrub.fill("1000")
    expect(desk.locator("#played-board-words")).to_have_text("Logs, Trainer")
