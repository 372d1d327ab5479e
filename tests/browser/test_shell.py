"""The frame around all pages, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from config.celery import app
from interview.accounts.models import User
from tests.browser.conftest import OpenPage


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_window(open_page: OpenPage, width: int, language: str, scheme: str) -> None:
    page = open_page(width=width, language=language, scheme=scheme)
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_it_brings_its_own_korean_font(open_page: OpenPage) -> None:
    page = open_page(language="ko")
    page.goto("/", wait_until="networkidle")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert any("Pretendard" in family for family in loaded)


def test_it_knows_who_is_signed_in(open_page: OpenPage, alice: User) -> None:
    page = open_page(user=alice)
    page.goto("/")
    expect(page.locator("body")).to_contain_text(alice.display_name())


def test_it_reaches_the_worker(grading_worker: object) -> None:
    assert "pong" in str(app.control.ping(timeout=10, limit=1))
