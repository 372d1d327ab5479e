"""Sound and picture: two browsers find each other over the room's socket, and nobody is left in the dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from interview.accounts.models import User
from tests.browser.conftest import OpenPage, shoot
from tests.browser.test_live import host, start
from tests.live import Site, variables_for_processes

__all__ = ["host"]
SLOWLY = 30_000
FAKE_MEDIA = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    # both browsers are on this machine, and nothing outside it is asked for the way
    "--allow-loopback-in-peer-connection",
)
REFUSED = (FAKE_MEDIA[0], "--use-fake-ui-for-media-stream=deny")
with_devices = pytest.mark.parametrize("browser_arguments", [FAKE_MEDIA], ids=["devices"])


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    """A site on which calls are turned on; nobody answers at the address that would help them."""
    site = Site(variables_for_processes() | {"LIVE_ICE_URLS": "stun:127.0.0.1:9"})
    site.begin()
    yield site
    site.kill()


def join(page: Page) -> None:
    page.locator("#call-button").click()
    expect(page.locator("#call-button")).to_have_text("Leave the call", timeout=SLOWLY)
    expect(page.locator("#call-videos [data-of='']")).to_be_visible()


def expect_picture(page: Page, of: str) -> None:
    """Wait until another's picture moves here, with their name below it."""
    page.wait_for_function(
        "name => [...document.querySelectorAll('#call-videos figure:not([data-of=\"\"])')].some("
        "one => one.textContent === name && one.querySelector('video').videoWidth > 0"
        " && one.querySelector('video').currentTime > 0)",
        arg=of,
        timeout=60_000,
    )


def others(page: Page) -> Locator:
    return page.locator("#call-videos figure:not([data-of=''])")


@with_devices
def test_it_shows_each_the_other(open_page: OpenPage, host: User) -> None:
    desk, candidate, _ = start(open_page, host)
    join(desk)
    expect(others(candidate)).to_have_count(0)
    join(candidate)
    expect_picture(desk, "Minji")
    expect_picture(candidate, "hana")
    shoot(desk, "live-call-desk")
    candidate.locator("[data-call-switch=audio]").click()
    expect(candidate.locator("[data-call-switch=audio]")).to_have_attribute("aria-pressed", "true")

    candidate.locator("#call-button").click()
    expect(candidate.locator("#call-button")).to_have_text("Join the call")
    expect(candidate.locator("#call-videos figure")).to_have_count(0)
    expect(others(desk)).to_have_count(0, timeout=SLOWLY)
    expect(desk.locator("#call-message")).to_have_text("Minji has left the call.")
    join(candidate)
    expect_picture(desk, "Minji")


@with_devices
def test_it_calls_again_when_the_line_comes_back(
    open_page: OpenPage, host: User, site: Site
) -> None:
    desk, candidate, _ = start(open_page, host)
    join(desk)
    join(candidate)
    expect_picture(desk, "Minji")
    site.kill()
    expect(others(desk)).to_have_count(0, timeout=SLOWLY)
    site.begin()
    expect_picture(desk, "Minji")
    expect_picture(candidate, "hana")


@pytest.mark.parametrize(
    ("browser_arguments", "said"),
    [(REFUSED, "may not use your microphone"), ((), "No microphone was found")],
    ids=["refused", "missing"],
)
def test_it_says_why_there_is_no_call(open_page: OpenPage, host: User, said: str) -> None:
    desk, candidate, _ = start(open_page, host)
    candidate.locator("#call-button").click()
    expect(candidate.locator("#call-message")).to_contain_text(said, timeout=SLOWLY)
    expect(candidate.locator("#call-button")).to_have_text("Join the call")
    expect(candidate.locator("#call-button")).to_be_enabled()
    expect(candidate.locator("#call-videos figure")).to_have_count(0)
    expect(desk.locator("#call-message")).to_have_text("")
