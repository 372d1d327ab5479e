"""What a person does before the page's scripts have arrived."""

from playwright.sync_api import Page, Route, expect

from interview.accounts.models import User
from interview.practice.answer import Answer
from tests.browser.conftest import OpenPage
from tests.factories import make_question, make_session
from tests.flows.conftest import wait_for


def hold_scripts(page: Page, name: str = "site") -> list[Route]:
    """Keep the page's modules on their way until each route is told to go on."""
    held: list[Route] = []
    page.route(f"**/js/{name}*.js", lambda route: held.append(route))
    return held


def test_it_does_what_a_key_asked_before_the_scripts_came(page: Page) -> None:
    held = hold_scripts(page)
    page.goto("/", wait_until="commit")
    expect(page.locator("#main")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_hidden()
    for route in held:
        route.continue_()
    expect(page.locator("#shortcuts")).to_be_visible()


def test_it_leaves_typing_alone(page: Page) -> None:
    held = hold_scripts(page)
    page.goto("/accounts/login/", wait_until="commit")
    field = page.locator("input:visible").first
    field.press_sequentially("a?")
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")
    expect(page.locator("#shortcuts")).to_be_hidden()
    expect(field).to_have_value("a?")


def test_it_hands_in_what_was_submitted_by_keys_before_the_scripts_came(
    transactional_db: None, open_page: OpenPage, alice: User
) -> None:
    make_question("A1.1")
    session = make_session(alice)
    page = open_page(user=alice)
    held = hold_scripts(page, "room")
    page.goto(f"/practice/{session.pk}/1/", wait_until="commit")
    page.locator("#answer").fill("said at once")
    page.locator("#answer").press("Control+Enter")
    wait_for(lambda: bool(held))
    for route in held:
        route.continue_()
    wait_for(lambda: Answer.objects.get(sequence=0).text == "said at once")
