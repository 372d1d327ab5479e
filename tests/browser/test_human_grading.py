"""Human grading by people in browsers: two grade, a third settles, a reviewer decides, the grader learns."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from grading.models import CalibrationProposal, Grade, Override, Promotion, RatedQuestion, Rating
from grading.tasks import grade_answer, sweep_ratings
from interview.accounts.models import Role, User
from interview.practice.answer import Answer
from interview.practice.finishing import finish_session
from tests.browser.bank import FEW, load_few
from tests.browser.conftest import OpenPage
from tests.factories import answer_of, make_session
from tests.live import Site, variables_for_processes
from tests.raters.conftest import make_rater

TEXT = (
    "Bagging trains many deep trees on bootstrap samples and averages them, so the variance goes "
    "down. Boosting adds small trees one after another, each fitted to what is still wrong."
)


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    """A site of its own, on which a second person grades every answer."""
    own = Site(variables_for_processes() | {"RATING_SECOND_PERCENT": "100"})
    own.begin()
    yield own
    own.kill()


@pytest.fixture
def answer(site: Site, alice: User, settings, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Alice's answer to a published question, graded by the engine with its real encoder."""
    # Playwright's event loop runs in this thread, and news to open pages would need one of its own
    monkeypatch.setattr("grading.pipeline.report_changed", lambda *_: None)
    settings.RATING_SECOND_PERCENT = 100
    load_few()
    session = make_session(alice, minutes=10, topics=["A2.20"])
    row = answer_of(session)
    Answer.objects.filter(pk=row.pk).update(draft=TEXT)
    row.refresh_from_db()
    row.submit()
    finish_session(session)
    grade_answer(row.pk)
    sweep_ratings()
    return row


def take_by_key(page: Page) -> None:
    page.goto("/raters/")
    page.keyboard.press("Enter")
    expect(page.locator("#answer-text")).to_have_text(TEXT)


def state_by_keys(page: Page, keys: str) -> None:
    """Give one point after another its state; the page goes on to the next by itself."""
    for number, key in enumerate(keys):
        page.keyboard.press(key)
        expect(page.locator(".rated").nth(number).locator("input:checked")).to_have_count(1)
    expect(page.locator("#rating-saved")).to_have_text("Saved")


def finish_by_key(page: Page) -> None:
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/raters/$"))


def mark_words(page: Page) -> None:
    page.evaluate("""() => {
        const text = document.querySelector("#answer-text").firstChild;
        getSelection().setBaseAndExtent(text, 0, text, 7);
    }""")
    page.keyboard.press("q")
    expect(page.locator(".quoted q").filter(has_text="Bagging")).to_be_visible()
    expect(page.locator("#rating-saved")).to_have_text("Saved")


def test_it_goes_from_two_graders_to_a_promoted_calibration_and_a_regrade(
    open_page: OpenPage, answer: Answer, alice: User
) -> None:
    first, second, third = (open_page(user=make_rater(f"rater{n}")) for n in range(3))
    desk = open_page(user=make_rater("reviewer", role=Role.REVIEWER))
    count = answer.turn.version.points.count()

    take_by_key(first)
    state_by_keys(first, "1" * count)
    mark_words(first)
    finish_by_key(first)
    assert Rating.objects.get().rated_points.filter(quote_start=0, quote_end=7).count() == 1

    sweep_ratings()
    take_by_key(second)
    expect(second.locator(".rated input:checked")).to_have_count(0)
    state_by_keys(second, "4" + "1" * (count - 1))
    finish_by_key(second)

    sweep_ratings()
    assert RatedQuestion.objects.get(question__key="A2.20").conflicts == 1
    take_by_key(third)
    expect(third.locator(".theirs")).to_have_text("One says: said. The other: contradicted.")
    third.keyboard.press("1")
    expect(third.locator(".rated input:checked")).to_have_count(count)
    expect(third.locator("#rating-saved")).to_have_text("Saved")
    finish_by_key(third)

    sweep_ratings()
    desk.goto("/raters/agreement/A2.20/")
    expect(desk.locator(".kappas")).to_contain_text(f"κ over {count} points")
    expect(desk.locator("figure.chart canvas")).not_to_have_count(0)
    desk.locator(".differing a").first.click()
    desk.locator("#reason").fill("Three of us read it so.")
    desk.locator("button[name=people]").click()
    expect(desk.locator("td strong").first).to_be_visible()
    assert set(Override.objects.values_list("state", flat=True)) == {"said"}

    candidate = open_page(user=alice)
    candidate.goto(f"/reports/{answer.turn.session_id}/")
    candidate.locator("details[id^=points] summary").click()
    expect(candidate.locator(".person").first).to_contain_text("Three of us read it so.")

    call_command(
        "calibrate", "--with-ratings", "--question", *FEW, stdout=io.StringIO(), stderr=io.StringIO()
    )  # fmt: skip
    made = CalibrationProposal.objects.get()
    desk.goto("/raters/calibrations/")
    desk.get_by_role("link", name=made.name).click()
    expect(desk.locator("main")).to_contain_text("Of 1 past answers")
    desk.locator("#reason").fill("It reads our answers as we do.")
    desk.get_by_role("button", name="Promote").click()
    expect(desk.locator("main")).to_contain_text("It reads our answers as we do.")
    assert Promotion.objects.get().present == made.name

    call_command("regrade", answer=answer.pk, stdout=io.StringIO())
    sweep_ratings()
    old, new = Grade.objects.filter(answer=answer).order_by("number")
    assert (old.calibration == made.name, new.calibration == made.name) == (False, True)
    assert new.figures()[0] > old.score
    candidate.reload()
    candidate.locator("details[id^=points] summary").click()
    expect(candidate.locator(".person").first).to_contain_text("Three of us read it so.")
