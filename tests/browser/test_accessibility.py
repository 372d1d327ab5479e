"""Every page passes axe: WCAG 2.1 A and AA, in light and in dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from interview.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.live_rooms import make_host, rooms_of, visit
from tests.browser.test_every_page import PUBLIC, pages_of
from tests.environment import ROOT
from tests.fakes import KeywordGrader
from tests.live import Site

AXE = Path(ROOT) / "node_modules" / "axe-core" / "axe.min.js"
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']"


def violations(page: Page, path: str) -> list[str]:
    page.goto(path)
    return [f"{path}: {finding}" for finding in axe_findings(page)]


def axe_findings(page: Page) -> list[str]:
    """Return what axe objects to on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found: list[dict[str, Any]] = page.evaluate(
        f"async () => (await axe.run(document, {{runOnly: {RULES}}})).violations"
    )
    return [f"{one['id']} at {one['nodes'][0]['target']}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_passes_axe(open_page: OpenPage, alice: User, monkeypatch, scheme: str) -> None:
    monkeypatch.setattr("grading.pipeline.the_grader", KeywordGrader)
    monkeypatch.setattr("grading.pipeline.report_changed", lambda *_: None)
    visitor = open_page(width=390, scheme=scheme, bypass_csp=True)
    person = open_page(width=1280, scheme=scheme, user=alice, bypass_csp=True)
    found = [one for path in PUBLIC for one in violations(visitor, path)]
    found += [one for path in pages_of(alice) for one in violations(person, path)]
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_rooms_pass_axe(open_page: OpenPage, site: Site, monkeypatch, scheme: str) -> None:
    monkeypatch.setattr("grading.pipeline.the_grader", KeywordGrader)
    monkeypatch.setattr("grading.pipeline.report_changed", lambda *_: None)
    host = make_host("en")
    lead = open_page(width=1280, scheme=scheme, user=host, bypass_csp=True)
    guest = open_page(width=390, scheme=scheme, bypass_csp=True)
    found = []
    for one in rooms_of(host):
        page = lead if one.seat and one.seat.at_desk else guest
        visit(page, one, site.url)
        found += [f"{one.name}: {finding}" for finding in axe_findings(page)]
    assert found == []
