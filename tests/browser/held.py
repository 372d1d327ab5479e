"""Requests that a test keeps on their way, to look at what happens meanwhile."""

from __future__ import annotations

from contextlib import suppress
from re import Pattern

from playwright.sync_api import Error, Page, Route

from tests.browser.conftest import PATIENCE

LOOK_MS = 20


class Held:
    """Every request of the page to such an address waits here until it is taken out or let go."""

    def __init__(self, page: Page, address: str | Pattern[str]) -> None:
        self.page = page
        self.address = address
        self.routes: list[Route] = []
        page.route(address, lambda route: self.routes.append(route))

    def take(self) -> Route:
        """Take out the next request as soon as the page has made it."""
        for _ in range(PATIENCE // LOOK_MS):
            if self.routes:
                return self.routes.pop(0)
            self.page.wait_for_timeout(LOOK_MS)
        raise AssertionError(f"no request to {self.address}")

    def let_go(self) -> None:
        """Let all go that wait, and hold nothing any more."""
        self.page.unroute(self.address)
        while self.routes:
            with suppress(Error):  # a page that was left has taken its requests with it
                self.routes.pop(0).continue_()
