"""The whole of curation in browsers, unbroken: from a draft to a regrade by what people taught the grader.

Write, try, review by another, gated publish; who began before stays with the old version; answers
are graded; two grade them and a third settles; agreement, a decision, an appeal; a calibration is
proposed and promoted; past answers are graded again. The worker and its encoder are the real ones.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from grading.models import (
    Appeal,
    CalibrationProposal,
    Grade,
    Override,
    Promotion,
    RatedQuestion,
    Rating,
)
from grading.tasks import sweep_ratings
from interview.accounts.models import Role, User
from interview.practice.session import Mode, Session
from interview.questions.models import Question, RubricVersion
from tests.browser.bank import FEW, load_labelled
from tests.browser.conftest import OpenPage
from tests.factories import make_session, make_user
from tests.live import Site, variables_for_processes
from tests.raters.conftest import make_rater

KEY = "A2.20"
TEXT = (
    "Bagging trains many deep trees on bootstrap samples and averages them, so the variance goes "
    "down. Boosting adds small trees one after another, each fitted to what is still wrong."
)
NEW_PROMPT = (
    "When would you bag trees, and when would you boost them? Say what each of them lowers."
)
# what a worker on a busy machine may take: loading its model, and a release check of fifty texts
WORK = 240_000


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    """A site of its own, on which a second person grades every answer."""
    own = Site(variables_for_processes() | {"RATING_SECOND_PERCENT": "100"})
    own.begin()
    yield own
    own.kill()


@pytest.fixture
def _sweeps_here(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sweeps run in this process; its thread belongs to Playwright, so they send pages no news."""
    settings.RATING_SECOND_PERCENT = 100
    monkeypatch.setattr("grading.pipeline.report_changed", lambda *_: None)


def write_a_draft(desk: Page) -> None:
    desk.goto(f"/curation/questions/{KEY}/")
    desk.get_by_role("button", name="Write a new version").click()
    prompt = desk.locator('[data-field="prompt.en"]')
    prompt.fill("")
    expect(desk.locator("#findings")).to_contain_text("English text is missing")
    prompt.fill(NEW_PROMPT)
    expect(desk.locator("#findings li")).to_have_count(0)
    expect(desk.locator("#save-state")).to_have_attribute("data-state", "saved")


def try_it_on_an_answer(desk: Page) -> None:
    desk.get_by_role("link", name="Try it on answers").click()
    desk.locator("textarea[name=text]").fill(TEXT)
    desk.get_by_role("button", name="Judge", exact=True).click()
    expect(desk.locator(".trial .scores strong")).to_have_count(2, timeout=WORK)
    expect(desk.locator(".trial q").first).to_be_visible()


def review_and_publish(desk: Page, other: Page) -> None:
    desk.goto(f"/curation/questions/{KEY}/")
    desk.get_by_role("link", name="Go on writing").click()
    desk.get_by_role("button", name="Ask for a review").click()
    expect(desk.locator("#release")).to_contain_text("Release check: Passed", timeout=WORK)
    expect(desk.get_by_role("button", name="Publish")).to_be_disabled()
    expect(desk.get_by_role("button", name="Approve")).to_have_count(0)

    other.goto(urlsplit(desk.url).path)
    other.get_by_role("button", name="승인").click()
    expect(other.locator("#release")).to_contain_text("승인함")

    publish = desk.get_by_role("button", name="Publish")
    expect(publish).to_be_enabled()
    publish.click()
    expect(desk.locator("h1")).to_contain_text("Published")


def answer_as_asked(candidate: Page, session: Session, prompt: str) -> Grade:
    """Answer what was on the table before the new version came out, and have it graded."""
    candidate.goto(f"/practice/{session.pk}/")
    expect(candidate.locator("h1.prompt")).to_contain_text(prompt[:60])
    candidate.locator("#answer").fill(TEXT)
    expect(candidate.locator("#save-state")).to_have_text("Saved")
    candidate.locator("#submit-button").click()
    expect(candidate.locator("article.turn.scored")).to_be_visible(timeout=WORK)
    return Grade.objects.get()


def take_by_key(page: Page) -> None:
    page.goto("/raters/")
    expect(page.get_by_role("button", name="Next answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#answer-text")).to_have_text(TEXT)
    # the script that reads the keys shows which point they are for
    expect(page.locator(".rated.current")).to_have_count(1)


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
    # the key as it comes while Korean is switched on
    page.evaluate("""() => document.body.dispatchEvent(
        new KeyboardEvent("keydown", {key: "ㅂ", code: "KeyQ", bubbles: true}))""")
    expect(page.locator(".quoted q").filter(has_text="Bagging")).to_be_visible()
    expect(page.locator("#rating-saved")).to_have_text("Saved")


def grade_by_three(first: Page, second: Page, third: Page, count: int) -> None:
    """Two grade apart and differ on one point; the third sees both words and settles it."""
    sweep_ratings()
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
    assert RatedQuestion.objects.get(question__key=KEY).conflicts == 1
    take_by_key(third)
    expect(third.locator(".theirs")).to_have_text("One says: said. The other: contradicted.")
    state_by_keys(third, "1")
    expect(third.locator(".rated input:checked")).to_have_count(count)
    finish_by_key(third)


def decide_where_they_part(desk: Page, count: int) -> None:
    """From kappa to the answer on which machine and people differ, and let people's word stand."""
    sweep_ratings()
    desk.goto(f"/raters/agreement/{KEY}/")
    expect(desk.locator(".kappas")).to_contain_text(f"κ over {count} points")
    expect(desk.locator("figure.chart canvas")).not_to_have_count(0)
    desk.locator(".differing a").first.click()
    desk.locator("#reason").fill("Three of us read it so.")
    desk.locator("button[name=people]").click()
    expect(desk.locator("td strong").first).to_be_visible()
    assert set(Override.objects.values_list("state", flat=True)) == {"said"}


def appeal_and_answer(candidate: Page, desk: Page, report: str) -> None:
    candidate.goto(report)
    candidate.locator("details[id^=points] summary").click()
    expect(candidate.locator(".person").first).to_contain_text("Three of us read it so.")
    candidate.locator(".ask a").first.click()
    candidate.locator("#reason").fill("My first sentence says it.")
    candidate.get_by_role("button", name="Send the request").click()
    expect(candidate).to_have_url(re.compile("/reports/"))

    desk.goto("/raters/appeals/")
    expect(desk.locator("main")).not_to_contain_text("alice")
    desk.locator("tbody th a").first.click()
    desk.locator("input[name=state][value=partly]").check()
    desk.locator("#reply").fill("Half of it: you name no reason.")
    desk.get_by_role("button", name="Answer").click()
    expect(desk).to_have_url(re.compile("/raters/appeals/"))
    assert Appeal.objects.get().state == "changed"

    candidate.goto(report)
    candidate.locator("details[id^=points] summary").click()
    expect(candidate.locator(".person").filter(has_text="Half of it")).to_be_visible()


def teach_and_promote(desk: Page) -> str:
    """Fit on what people said, look at what it would change, and let it grade."""
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
    name: str = made.name
    return name


def preview_and_regrade(desk: Page, published: RubricVersion) -> None:
    """See what the new version changes for past answers, then have the worker grade them again."""
    desk.goto(f"/curation/versions/{published.pk}/")
    desk.get_by_role("link", name="What it changes for past answers").click()
    desk.get_by_role("button", name="Look", exact=True).click()
    expect(desk.locator("#preview .sums")).to_contain_text("1 / 1", timeout=WORK)
    desk.get_by_role("button", name="Grade past answers again under this version").click()
    expect(desk.locator("#regrade")).to_contain_text("Graded again: 1 of 1.", timeout=WORK)


@pytest.mark.usefixtures("_sweeps_here")
def test_it_goes_from_a_draft_to_a_regrade_by_what_people_taught(
    open_page: OpenPage, grading_worker: object, alice: User
) -> None:
    load_labelled()
    session = make_session(alice, mode=Mode.REAL, minutes=10, topics=[KEY])
    old = Question.objects.get(key=KEY).current
    count = old.points.count()
    curator = open_page(user=make_user("curator", role=Role.CURATOR))
    candidate = open_page(user=alice)

    write_a_draft(curator)
    try_it_on_an_answer(curator)
    reader = make_user("reader", role=Role.REVIEWER, language="ko")
    review_and_publish(curator, open_page(user=reader, language="ko"))
    published = Question.objects.get(key=KEY).current
    assert (published.number, session.turns.get().version) == (2, old)

    before = answer_as_asked(candidate, session, old.prompt_en)
    assert before.version == old

    grade_by_three(*(open_page(user=make_rater(f"rater{n}")) for n in range(3)), count)
    desk = open_page(user=make_rater("reviewer", role=Role.REVIEWER))
    decide_where_they_part(desk, count)
    appeal_and_answer(candidate, desk, f"/reports/{session.pk}/")
    name = teach_and_promote(desk)
    preview_and_regrade(curator, published)

    after = Grade.objects.get(version=published)
    assert (before.calibration == name, after.calibration == name) == (False, True)
    assert Grade.objects.get(pk=before.pk).score == before.score
    sweep_ratings()
    candidate.reload()
    candidate.locator("details[id^=points] summary").click()
    for word in ("Three of us read it so.", "Half of it"):
        expect(candidate.locator(".person").filter(has_text=word).first).to_be_visible()
