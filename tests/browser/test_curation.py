"""Curation by people in a browser: write, try, review by another, gated publish; sessions stay."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from interview.accounts.models import Role, User
from interview.practice.session import Session
from interview.questions.models import Question
from tests.browser.bank import load_few, load_labelled
from tests.browser.conftest import OpenPage
from tests.factories import make_session, make_user

KEY = "A2.13"


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")


def test_it_goes_from_a_draft_to_what_is_asked(
    open_page: OpenPage, grading_worker: object, alice: User
) -> None:
    load_labelled()
    curator = make_user("curator", role=Role.CURATOR)
    reviewer = make_user("reviewer", role=Role.REVIEWER, language="ko")
    session = make_session(alice, topics=[KEY])
    first = Question.objects.get(key=KEY).current

    desk = open_page(user=curator)
    desk.goto(f"/curation/questions/{KEY}/")
    desk.get_by_role("button", name="Write a new version").click()
    prompt = desk.locator('[data-field="prompt.en"]')
    prompt.fill("")
    expect(desk.locator("#findings")).to_contain_text("English text is missing")
    prompt.fill(
        "Your gradient descent crawls and sometimes jumps. What do you look at, and change?"
    )
    saved(desk)
    expect(desk.locator("#findings li")).to_have_count(0)

    desk.get_by_role("link", name="Try it on answers").click()
    desk.locator("textarea[name=text]").fill("The learning rate is too large, so it diverges.")
    desk.get_by_role("button", name="Judge", exact=True).click()
    expect(desk.locator(".trial .scores strong")).to_have_count(2, timeout=60_000)
    desk.go_back()

    desk.goto(f"/curation/questions/{KEY}/")
    desk.get_by_role("link", name="Go on writing").click()
    desk.get_by_role("button", name="Ask for a review").click()
    expect(desk.locator("#release")).to_contain_text("Release check: Passed", timeout=90_000)
    expect(desk.get_by_role("button", name="Publish")).to_be_disabled()
    expect(desk.get_by_role("button", name="Approve")).to_have_count(0)

    other = open_page(user=reviewer, language="ko")
    other.goto(urlsplit(desk.url).path)
    other.get_by_role("button", name="승인").click()
    expect(other.locator("#release")).to_contain_text("승인함")

    publish = desk.get_by_role("button", name="Publish")
    expect(publish).to_be_enabled(timeout=15_000)
    publish.click()
    expect(desk.locator("h1")).to_contain_text("Published")
    question = Question.objects.get(key=KEY)
    assert question.current.number == 2
    assert Session.objects.get(pk=session.pk).turns.get().version == first

    room = open_page(user=alice)
    room.goto(f"/practice/{session.pk}/")
    expect(room.locator("body")).to_contain_text(first.prompt_en[:60])


def test_it_is_written_by_keyboard_and_kept_through_a_lost_network(
    open_page: OpenPage, curator: User
) -> None:
    load_few()
    page = open_page(user=curator)
    page.goto(f"/curation/questions/{KEY}/")
    page.get_by_role("button", name="Write a new version").click()
    points = page.locator(".points > .point")
    keys = page.locator('.points > .point [data-field="id"]')
    before = [keys.nth(i).input_value() for i in range(2)]
    points.nth(0).locator('[data-field="text.en"]').focus()
    page.keyboard.press("Alt+ArrowDown")
    saved(page)
    assert [keys.nth(i).input_value() for i in range(2)] == before[::-1]
    count = points.count()
    page.keyboard.press("Alt+n")
    expect(points).to_have_count(count + 1)
    page.keyboard.type("경사를 자른다")
    page.context.set_offline(True)
    page.keyboard.type("!")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "kept")
    page.context.set_offline(False)
    saved(page)
    draft = Question.objects.get(key=KEY).versions.get(number=2)
    assert draft.points.filter(text_ko="경사를 자른다!").exists()
    assert list(draft.points.values_list("key", flat=True))[:1] == [before[1]]


def test_it_tells_two_desks_of_each_other(open_page: OpenPage, curator: User) -> None:
    load_few()
    one, two = open_page(user=curator), open_page(user=make_user("helper", role=Role.CURATOR))
    one.goto(f"/curation/questions/{KEY}/")
    one.get_by_role("button", name="Write a new version").click()
    expect(one.locator('[data-field="prompt.en"]')).not_to_be_empty()
    two.goto(urlsplit(one.url).path)
    two.locator('[data-field="prompt.en"]').fill("By the second.")
    saved(two)
    one.locator('[data-field="prompt.ko"]').fill("첫째가 씀.")
    expect(one.locator("#conflict")).to_be_visible()
    one.get_by_role("button", name="Take the other text").click()
    expect(one.locator('[data-field="prompt.en"]')).to_have_value("By the second.")
    one.locator('[data-field="prompt.ko"]').fill("다시 씀.")
    saved(one)
    draft = Question.objects.get(key=KEY).versions.get(number=2)
    assert (draft.prompt_ko, draft.prompt_en) == ("다시 씀.", "By the second.")
