"""A real browser at the running site: pages of either width, language and colour scheme."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from grading.tasks import sweep_ungraded
from interview.accounts.models import User
from tests.browser.chromium import launch
from tests.environment import ROOT
from tests.live import Site, _site_process, _worker_process, grading_worker, site

__all__ = ["_site_process", "_worker_process", "grading_worker", "site"]

RESULTS = ROOT / "test-results"
HEIGHTS = {390: 844, 1280: 800}
# a busy machine may take its time; who waits for what a page shows loses none where it is quick
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
OpenPage = Callable[..., Page]
SWEEP_AFTER = 30_000
outcome = pytest.StashKey[bool]()


def expect_swept(check: Callable[[float], None], patience: float = 60_000) -> None:
    """Wait for what a graded answer shows; a message may be lost, and then the sweep brings it.

    `check` gets the milliseconds that it may wait. No beat runs beside these tests.
    """
    try:
        check(SWEEP_AFTER)
    except AssertionError:
        sweep_ungraded()
        check(patience)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[outcome] = report.failed
    return report


@pytest.fixture
def browser_arguments() -> tuple[str, ...]:
    """What else the browser is started with; a test that needs something is parametrized with it."""
    return ()


@pytest.fixture
def browser(
    monkeypatch: pytest.MonkeyPatch, browser_arguments: tuple[str, ...]
) -> Iterator[Browser]:
    # Playwright runs an event loop in this thread, and Django would refuse the database there.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = launch(playwright, *browser_arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[OpenPage]:
    """Open pages as different people on different devices; what breaks in them fails the test.

    `open_page(width=390, language="ko", scheme="dark", user=alice)`, then `page.goto("/…")`.
    A failing test leaves a screenshot of each page in test-results/.
    """
    pages: list[Page] = []
    broken: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            broken.append(f"{message.text} at {message.location}")

    def open_one(
        *,
        width: int = 1280,
        language: Literal["ko", "en"] | None = None,
        scheme: Literal["light", "dark"] = "light",
        user: User | None = None,
        **options: Any,
    ) -> Page:
        if user is not None and language is not None:
            # what somebody chose for themselves comes before what their browser asks for
            User.objects.filter(pk=user.pk).update(language=language)
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            locale={"ko": "ko-KR", "en": "en-US"}[language or "en"],
            color_scheme=scheme,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        if user is not None:
            client = Client()
            client.force_login(user)
            ticket = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": ticket, "url": site.url}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", listen)
        pages.append(page)
        return page

    yield open_one
    if request.node.stash.get(outcome, True):
        for number, page in enumerate(pages):
            shoot(page, f"failed-{request.node.name}-{number}")
    # The browser closes after the tables are emptied: what is still open would be writing meanwhile.
    for page in pages:
        page.context.close()
    assert not broken, broken


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page that nobody is signed in on, on a desktop, in English."""
    return open_page()


def shoot(page: Page, name: str) -> Path:
    """Take a screenshot of the whole page into test-results/."""
    path = RESULTS / f"{re.sub(r'[^A-Za-z0-9.-]+', '-', name).strip('-')}.png"
    if not page.is_closed():
        page.screenshot(path=path, full_page=True)
    return path
