"""Screenshots of a running site's pages: each path at two widths, light and dark, in two languages.

.venv/bin/python -m tests.browser.shoot / /practice/ --login someone@example.com:password
"""

import argparse
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import launch

Scheme = Literal["light", "dark"]

WIDTHS = {390: 844, 1280: 800}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LANGUAGES = ("ko", "en")


def main() -> int:
    chosen = _arguments()
    chosen.out.mkdir(parents=True, exist_ok=True)
    failed = False
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for name, context in _contexts(browser, chosen):
            page = context.new_page()
            page.on("console", _tell)
            page.on("pageerror", lambda error: say(f"  page error: {error}"))
            if chosen.login:
                _sign_in(page, chosen.site, chosen.login)
            for path in chosen.paths:
                response = page.goto(chosen.site + path, wait_until="networkidle")
                status = response.status if response else 0
                failed = failed or status >= 400 or status == 0
                target = chosen.out / f"{_slug(path)}-{name}.png"
                page.screenshot(path=target, full_page=True)
                say(f"{status} {path} → {target}{_overflow(page)}")
            context.close()
        browser.close()
    return int(failed)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Take screenshots of a running site.")
    parser.add_argument("paths", nargs="+", help="paths such as /practice/")
    parser.add_argument("--site", default="http://127.0.0.1:8000", type=lambda s: s.rstrip("/"))
    parser.add_argument("--login", help="email:password")
    parser.add_argument("--out", type=Path, default=Path("test-results/shots"))
    parser.add_argument("--width", type=int, nargs="+", default=list(WIDTHS))
    parser.add_argument("--scheme", nargs="+", choices=SCHEMES, default=list(SCHEMES))
    parser.add_argument("--language", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    return parser.parse_args()


def _contexts(browser: Browser, chosen: argparse.Namespace) -> Iterator[tuple[str, BrowserContext]]:
    for width, scheme, language in product(chosen.width, chosen.scheme, chosen.language):
        context = browser.new_context(
            viewport={"width": width, "height": WIDTHS.get(width, 900)},
            color_scheme=scheme,
            locale={"ko": "ko-KR", "en": "en-US"}[language],
            reduced_motion="reduce",
        )
        context.add_cookies([{"name": "django_language", "value": language, "url": chosen.site}])
        yield f"{width}-{scheme}-{language}", context


def _sign_in(page: Page, site: str, login: str) -> None:
    email, _, password = login.partition(":")
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def _tell(message: object) -> None:
    if getattr(message, "type", "") in {"error", "warning"}:
        say(f"  console: {getattr(message, 'text', '')}")


def _overflow(page: Page) -> str:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return f"  (wider than the window by {wide} px)" if wide > 0 else ""


def _slug(path: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-") or "home"


if __name__ == "__main__":
    sys.exit(main())
