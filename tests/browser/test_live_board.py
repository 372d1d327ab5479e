"""Two people draw on one whiteboard, and it is kept beside the answer."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from interview.accounts.models import Role, User
from interview.design.board import Board
from interview.live.models import Room
from interview.live.opening import open_room
from interview.live.presence import ticket_name
from interview.questions.files import read_question
from interview.questions.importing import load_questions, load_topics
from tests.browser.conftest import OpenPage, shoot
from tests.browser.test_live_holding import expect_saved
from tests.factories import make_user


@pytest.fixture
def room(transactional_db: None) -> Room:
    load_topics(settings.SYLLABUS_FILE)
    folder = settings.QUESTION_FOLDER / "system_design"
    questions = [read_question(path) for path in sorted(folder.glob("*.yaml"))]
    topic = next(q for q in questions if not any(point.stage for point in q.points))
    load_questions([topic])
    host = make_user("hana", role=Role.INTERVIEWER)
    now = timezone.now()
    room = open_room(
        host, title="Design", language="en", minutes=45, keys=[topic.id], candidate="Minji", now=now
    )
    room.candidate().take(name="", user=User.objects.create_guest(language="en"), now=now)
    room.start(now)
    room.questions.get().push(now)
    return room


# how many points of a board are painted with anything but its ground
PAINTED = """(() => {
  const canvas = document.querySelector(".excalidraw canvas.static");
  if (!canvas || !canvas.width) return 0;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const ground = data.slice(0, 4).join();
  let points = 0;
  for (let at = 0; at < data.length; at += 4) if (data.slice(at, at + 4).join() !== ground) points += 1;
  return points;
})()"""


def painted(page: Page) -> int:
    return int(page.evaluate(PAINTED))


def expect_more_painted(page: Page, before: int) -> None:
    page.wait_for_function(f"before => {PAINTED} > before + 200", arg=before, timeout=60_000)


def draw(page: Page, line: str) -> None:
    page.locator(".board-line input").fill(line)
    page.locator(".board-line button").click()


def test_it_shares_a_whiteboard(open_page: OpenPage, room: Room) -> None:
    desk, candidate = open_page(user=room.host), open_page()
    desk.goto(reverse("live-desk", args=[room.pk]))
    name, ticket = ticket_name(room.pk), room.candidate().ticket()
    origin = desk.evaluate("location.origin")
    candidate.context.add_cookies([{"name": name, "value": ticket, "url": origin}])
    candidate.goto(reverse("live-room", args=[room.pk]))
    for page in (desk, candidate):
        expect(page.locator(".excalidraw canvas").first).to_be_visible(timeout=30_000)
    empty = painted(desk)
    draw(candidate, "Client -> Ranker: features")
    expect_more_painted(desk, empty)
    drawn = painted(candidate)
    draw(desk, "Store")
    expect_more_painted(candidate, drawn)
    for page in (desk, candidate):
        expect_saved(page)
    shoot(desk, "live-board-desk")
    shoot(candidate, "live-board-candidate")
    candidate.locator("[data-field^='text:'] .cm-content").click()
    candidate.keyboard.type("A ranker behind a client.")
    expect_saved(candidate)
    desk.locator(".end-menu summary").click()
    desk.locator("#end-button").click()
    expect(desk.locator("#card-submit")).to_be_visible(timeout=30_000)
    texts = {one["text"] for one in Board.objects.get().elements if one["type"] == "text"}
    assert texts == {"Client", "Ranker", "features", "Store"}
