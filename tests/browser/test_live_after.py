"""Two interviewers, and afterwards: sealed until both are in, side by side, released, deleted."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from grading.tasks import grade_answer
from interview.accounts.models import Role, User
from interview.live.models import Room, Seat
from interview.practice.answer import Answer
from tests.browser.conftest import OpenPage, shoot
from tests.browser.test_live import (
    ask,
    come_in,
    expect_text,
    host,
    link_of,
    open_room,
    type_in,
)
from tests.factories import make_user
from tests.fakes import KeywordGrader

__all__ = ["host"]


def tick_first(page: Page, key: str) -> None:
    page.locator("[data-point]").first.focus()
    page.keyboard.press(key)
    expect(page.locator("[data-point].said, [data-point].partly")).to_have_count(1)


def hand_in(page: Page, recommendation: str, evidence: str) -> None:
    page.locator("#card-recommendation").select_option(recommendation)
    page.locator("#card-evidence").fill(evidence)
    page.locator("#card-submit").click()
    expect(page).to_have_url(re.compile("/compare/"))


def test_it_leads_two_interviewers_to_one_report(
    open_page: OpenPage, host: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grading.pipeline.the_grader", KeywordGrader)
    monkeypatch.setattr("grading.pipeline.report_changed", lambda *_: None)
    desk, candidate = open_page(user=host), open_page(width=390)
    second = open_page(user=make_user("cora", role=Role.INTERVIEWER))
    room = open_room(desk)
    desk.locator("#seat-kind").select_option("co")
    desk.locator(".add-seat button").click()
    second.goto(link_of(desk, room, "co"))
    second.locator("main button.primary").click()
    expect(second).to_have_url(re.compile("/desk/$"))

    invitation = link_of(desk, room, "candidate")
    come_in(candidate, invitation, "Minji")
    candidate.locator("#ready-button").click()
    expect(desk.locator("#people")).to_contain_text("ready")
    replayed = open_page()
    replayed.goto(invitation)
    expect(replayed.locator("[role=alert]")).to_contain_text("used already")
    desk.locator("#start-button").click()
    expect(candidate.locator("#editors")).to_be_attached()
    ask(desk, 0)
    type_in(candidate, "Bagging averages the votes of many trees that were grown on samples. " * 3)
    expect(second.locator("[data-point]").first).to_be_visible()
    expect_text(second, "Bagging averages")
    tick_first(desk, "1")
    tick_first(second, "2")
    second.locator("#card-notes").fill("seen by Cora alone")
    expect(second.locator("#card-state")).to_have_text("Saved")
    assert "seen by Cora alone" not in desk.content()

    # any interviewer may end it
    second.locator(".end-menu summary").click()
    second.locator("#end-button").click()
    expect(second.locator("#card-submit")).to_be_visible()
    expect(desk.locator("#card-submit")).to_be_visible()
    for answer in Answer.objects.submitted():
        grade_answer(answer.pk)
    hand_in(desk, "hire", "Named averaging at once.")
    expect(desk.locator("main")).to_contain_text("Still sealed")
    expect(desk.locator("main")).to_contain_text("cora")
    hand_in(second, "lean_no", "Said nothing of variance.")
    for page in (desk, second):
        page.goto(reverse("live-compare", args=[room.pk]))
        expect(page.locator("table").first).to_contain_text("Lean no hire")
        expect(page.locator("table").first).to_contain_text("Named averaging at once.")
    shoot(desk, "live-compare-two")
    desk.goto(reverse("live-agreement"))
    expect(desk.locator("table").first).to_be_visible()

    session = Room.objects.get(pk=room.pk).session
    assert session is not None
    candidate.goto(reverse("report", args=[session.pk]))
    expect(candidate.locator("main")).to_contain_text("Your interviewer decides")
    desk.goto(reverse("live-desk", args=[room.pk]))
    desk.locator("#levels").check()
    desk.locator("#message").fill("Well explained, thank you.")
    desk.locator("main form[action$='/release/'] button").first.click()
    expect(desk.locator("main")).to_contain_text("The candidate can see it.")
    candidate.reload()
    expect(candidate.locator("main")).to_contain_text("Well explained, thank you.")
    for private in ("seen by Cora alone", "Named averaging at once.", "Lean no hire"):
        assert private not in candidate.content()
    shoot(candidate, "live-report-candidate-390")

    desk.locator("details.fold summary").last.click()
    desk.locator("#confirm-delete").check()
    desk.locator("main form[action$='/delete/'] button").click()
    expect(desk).to_have_url(re.compile("/live/$"))
    assert not Room.objects.exists()
    assert not Seat.objects.exists()
    candidate.reload()
    expect(candidate.locator("main")).to_contain_text("Bagging averages")
