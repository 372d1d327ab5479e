"""Ten minutes away, and a lid that was shut: one text again, the right clock, nobody with more rights."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from interview.accounts.models import User
from interview.live.models import Room, RoomQuestion, Seat
from interview.practice.session import Session
from tests.browser.conftest import OpenPage
from tests.browser.test_live import EDITOR, expect_text, host, start, type_in
from tests.browser.test_live_holding import expect_saved, text_of, words_in
from tests.live import Site

__all__ = ["host"]
SLOWLY = 60_000
AWAY = timedelta(minutes=10)


def let_pass(room: Room, time: timedelta) -> None:
    """Make everything that the server has written down older, as if this much time had passed."""
    rooms = Room.objects.filter(pk=room.pk)
    rooms.update(started_at=F("started_at") - time, running_since=F("running_since") - time)
    RoomQuestion.objects.filter(room=room, running_since__isnull=False).update(
        running_since=F("running_since") - time, pushed_at=F("pushed_at") - time
    )
    Seat.objects.filter(room=room).update(
        last_seen_at=F("last_seen_at") - time,
        taken_at=F("taken_at") - time,
        expires_at=F("expires_at") - time,
    )
    Session.objects.filter(room=room).update(
        started_at=F("started_at") - time, deadline=F("deadline") - time
    )


def with_a_clock(*pages: Page) -> None:
    """Load the pages again with a clock that the test can move."""
    for page in pages:
        page.clock.install()
        page.reload()
        expect(page.locator(EDITOR)).to_be_visible(timeout=SLOWLY)
        expect(page.locator("#live-line")).to_be_hidden()


@pytest.mark.parametrize("lost", ["network", "server"])
def test_it_comes_back_after_ten_minutes(
    open_page: OpenPage, host: User, site: Site, lost: str
) -> None:
    desk, candidate, room = start(open_page, host)
    pages = (desk, candidate)
    with_a_clock(*pages)
    type_in(candidate, "before ")
    expect_text(desk, "before")
    for page in pages:
        expect_saved(page)
    if lost == "server":
        site.kill()
    for page in pages:
        if lost == "network":
            page.context.set_offline(True)
        expect(page.locator("#live-line")).to_be_visible(timeout=SLOWLY)
    type_in(candidate, "[what she wrote] ")
    type_in(desk, "[what he wrote] ")
    for page in pages:
        expect(page.locator("#live-state")).to_contain_text("Connecting again")
        page.clock.fast_forward("10:00")
    let_pass(room, AWAY)

    if lost == "server":
        site.begin()
    for page in pages:
        if lost == "network":
            page.context.set_offline(False)
        else:
            page.clock.fast_forward("00:30")  # the longest that a page waits before it tries again
    for page in pages:
        expect(page.locator(EDITOR)).to_contain_text("[what she wrote]", timeout=SLOWLY)
        expect(page.locator(EDITOR)).to_contain_text("[what he wrote]", timeout=SLOWLY)
        expect_saved(page)
    assert words_in(desk) == words_in(candidate) == text_of(room).strip()
    assert text_of(room).startswith("before ")
    for page in pages:
        # of 45 minutes ten are over, whatever the page's own clock says
        face = page.locator("[data-clock=whole]")
        expect(face).to_have_text(re.compile(r"^3[1-5]:\d\d$"), timeout=SLOWLY)
    expect(desk.locator("#people .person:not(.away)")).to_have_count(2, timeout=SLOWLY)
    at_desk = urlsplit(desk.url)._replace(path=reverse("live-desk", args=[room.pk])).geturl()
    assert candidate.request.get(at_desk).status == 404
    assert desk.request.get(at_desk).status == 200


def test_it_lets_nobody_back_whose_seat_was_taken_meanwhile(
    open_page: OpenPage, host: User, site: Site
) -> None:
    desk, candidate, room = start(open_page, host)
    candidate.context.set_offline(True)
    expect(candidate.locator("#live-line")).to_be_visible(timeout=SLOWLY)
    type_in(candidate, "written in vain")
    room.candidate().revoke(timezone.now())
    candidate.context.set_offline(False)
    expect(candidate.locator(EDITOR)).to_have_count(0, timeout=SLOWLY)
    type_in(desk, "goes on")
    expect_saved(desk)
    assert text_of(room).strip() == "goes on"


def test_it_catches_up_when_the_lid_opens(open_page: OpenPage, host: User, site: Site) -> None:
    """A page that sleeps hears nothing, not even that its socket is gone."""
    desk, candidate, room = start(open_page, host)
    type_in(candidate, "before ")
    expect_text(desk, "before")
    expect_saved(candidate)
    lid = candidate.context.new_cdp_session(candidate)
    lid.send("Page.setWebLifecycleState", {"state": "frozen"})
    type_in(desk, "while she was away ")
    site.kill()
    type_in(desk, "and the server too ")
    site.begin()
    expect_saved(desk)
    lid.send("Page.setWebLifecycleState", {"state": "active"})
    expect_text(candidate, "before while she was away and the server too")
    type_in(candidate, "and back")
    expect_text(desk, "and the server too and back")
    expect_saved(candidate)
    assert text_of(room).strip() == "before while she was away and the server too and back"
