"""What a person does before the page's scripts have arrived."""

from playwright.sync_api import Page, Route, expect


def hold_scripts(page: Page) -> list[Route]:
    """Keep the page's modules on their way until each route is told to go on."""
    held: list[Route] = []
    page.route("**/js/site*.js", lambda route: held.append(route))
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
