"""A draft in a browser: written by keyboard, kept through a lost network, shared by two desks."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from interview.accounts.models import Role, User
from interview.questions.models import Question
from interview.questions.samples import SampleAnswer
from tests.browser.bank import load_few
from tests.browser.conftest import OpenPage
from tests.factories import make_user

KEY = "A2.13"


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")


def root_of(page: Page) -> str:
    """Return the site's own address: cookies hold for the folder of the one they are set for."""
    address = urlsplit(page.url)
    return f"{address.scheme}://{address.netloc}/"


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


def test_it_says_what_a_text_kept_here_collides_with(open_page: OpenPage, curator: User) -> None:
    """A text that never reached the server meets a draft that somebody else has saved meanwhile."""
    load_few()
    one, two = open_page(user=curator), open_page(user=make_user("helper", role=Role.CURATOR))
    one.goto(f"/curation/questions/{KEY}/")
    one.get_by_role("button", name="Write a new version").click()
    address = urlsplit(one.url).path
    expect(one.locator('[data-field="prompt.en"]')).not_to_be_empty()
    one.context.set_offline(True)
    one.locator('[data-field="prompt.ko"]').fill("첫째가 씀.")
    expect(one.locator("#save-state")).to_have_attribute("data-state", "kept")
    two.goto(address)
    two.locator('[data-field="prompt.ko"]').fill("둘째가 씀.")
    saved(two)
    one.context.set_offline(False)
    one.goto(address)
    expect(one.locator("#conflict-words")).to_contain_text("Somebody else has changed this draft")
    korean = one.locator('[data-field="prompt.ko"]')
    one.get_by_role("button", name="Take the other text").click()
    expect(korean).to_have_value("둘째가 씀.")
    one.locator("#set-aside button").click()
    expect(korean).to_have_value("첫째가 씀.")
    saved(one)
    assert Question.objects.get(key=KEY).versions.get(number=2).prompt_ko == "첫째가 씀."


def test_it_brings_back_what_was_removed(open_page: OpenPage, curator: User) -> None:
    load_few()
    page = open_page(user=curator)
    page.goto(f"/curation/questions/{KEY}/")
    page.get_by_role("button", name="Write a new version").click()
    points = page.locator(".points > .point")
    keys = page.locator('.points > .point [data-field="id"]')
    expect(points.nth(1)).to_be_visible()
    before = [keys.nth(i).input_value() for i in range(points.count())]
    points.nth(0).get_by_label("Remove the point").click()
    expect(points).to_have_count(len(before) - 1)
    expect(page.locator(".removed button")).to_be_focused()
    saved(page)
    page.locator(".removed button").press("Enter")
    expect(points).to_have_count(len(before))
    saved(page)
    draft = Question.objects.get(key=KEY).versions.get(number=2)
    assert list(draft.points.values_list("key", flat=True)) == before


def test_it_is_sent_on_after_signing_in_anew_elsewhere(open_page: OpenPage, curator: User) -> None:
    """A login in another tab changes the token that the forms of this page were given."""
    load_few()
    page = open_page(user=curator)
    page.goto(f"/curation/questions/{KEY}/")
    page.get_by_role("button", name="Write a new version").click()
    expect(page.locator('[data-field="prompt.en"]')).not_to_be_empty()
    page.context.add_cookies([{"name": "csrftoken", "value": "a" * 32, "url": root_of(page)}])
    page.get_by_role("button", name="Ask for a review").click()
    expect(page.locator("#release")).to_be_visible()
    assert Question.objects.get(key=KEY).versions.get(number=2).state == "in_review"


def test_it_keeps_a_labelled_answer_that_was_sent_signed_out(
    open_page: OpenPage, curator: User
) -> None:
    load_few()
    page = open_page(user=curator)
    page.goto(f"/curation/questions/{KEY}/answers/new/")
    page.locator("[name=text]").fill("The step is too large,\nso it bounces.")
    page.locator("[name=kind]").select_option("partial")
    page.locator("select[name=language]").select_option("en")
    page.locator("[name=score]").fill("45")
    page.locator(".state-choice").nth(1).get_by_label("contradicted").check()
    address, signed_in = page.url, page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[name=password]")).to_be_visible()
    page.context.add_cookies(
        [{"name": c["name"], "value": c["value"], "url": root_of(page)} for c in signed_in]
    )
    page.goto(urlsplit(address).path)
    expect(page.locator("[name=text]")).to_have_value("The step is too large,\nso it bounces.")
    expect(page.locator(".state-choice").nth(1).get_by_label("contradicted")).to_be_checked()
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("/answers/$"))
    sample = SampleAnswer.objects.get()
    assert (sample.kind, sample.score) == ("partial", 45)
    assert list(sample.states.values()).count("contradicted") == 1
    page.goto(f"/curation/questions/{KEY}/answers/new/")
    expect(page.locator("[name=text]")).to_be_empty()
