"""Each of the ten cases from the first page to the report, written by a strong and by a weak candidate.

Both write all seven stages in the page: one goes on by its button, the other hops over the map, from
the last stage to the first.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from playwright.sync_api import Page, expect

from grading.models import Grade
from interview.accounts.models import User
from interview.practice.session import Session
from interview.questions.files import read_question
from interview.questions.importing import load_questions, load_topics
from interview.questions.schema import QuestionFile
from interview.questions.stages import Stage
from tests.browser.conftest import OpenPage, expect_swept
from tests.flows.conftest import wait_for
from tests.live import Worker

STAGES = [stage.value for stage in Stage]
# What two people might really write at each stage.
WRITTEN = Path(__file__).parent / "case_texts"


def load_case(key: str) -> QuestionFile:
    load_topics(settings.SYLLABUS_FILE)
    path = next((settings.QUESTION_FOLDER / "system_design").glob(f"{key}-*.yaml"))
    question = read_question(path)
    load_questions([question])
    return question


def texts_of(key: str, language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the strong and the weak candidate write, by stage."""
    both = yaml.safe_load((WRITTEN / f"{key}.yaml").read_text(encoding="utf-8"))
    assert both["language"] == language
    return both["strong"], both["weak"]


def begin_by_hand(page: Page, user: User, key: str, language: str) -> Session:
    page.route("**/vendor/whiteboard/**", lambda route: route.abort())  # its own test draws
    page.goto("/practice/new/")
    page.locator("input[name=round][value=design_case]").check()
    page.locator("input[name=mode][value=real]").check(force=True)
    page.locator(f"input[name=language][value={language}]").check(force=True)
    page.locator("form.new button.primary").click()
    expect(page.locator("#answer")).to_be_visible()
    return Session.objects.get(user=user, turns__version__question__key=key)


def write_in_order(page: Page, texts: dict[str, str]) -> None:
    """Go on by the button under the field; under the last stage it finishes the case."""
    for stage in STAGES:
        expect(page).to_have_url(re.compile(f"/{stage}/$"))
        page.locator("#answer").fill(texts[stage])
        page.locator("#submit-button").click()


def write_backwards(page: Page, texts: dict[str, str]) -> None:
    """Hop over the map of stages, and finish by the control for it."""
    for stage in reversed(STAGES):
        page.locator(f".map a[href$='/{stage}/']").click()
        expect(page).to_have_url(re.compile(f"/{stage}/$"))
        page.locator("#answer").fill(texts[stage])
        page.locator("#answer").press("Control+s")
        expect(page.locator("#save-state")).to_have_text(re.compile("Saved|저장"))
    page.locator("details.finish summary").click()
    page.locator("form[action$='/finish/'] button").click()


def scores_of(session: Session) -> dict[str, Any]:
    grades = Grade.objects.filter(answer__turn__session=session, status="scored")
    return dict(grades.values_list("answer__stage", "score"))


@pytest.mark.parametrize(
    ("key", "language"),
    [(f"B{n}", "ko" if n % 2 else "en") for n in range(1, 11)],
)
def test_it_tells_a_strong_candidate_from_a_weak_one_at_every_stage(
    open_page: OpenPage, grading_worker: Worker, alice: User, charlie: User, key: str, language: str
) -> None:
    load_case(key)
    strong, weak = texts_of(key, language)

    other_page = open_page(user=charlie, language=language)
    other = begin_by_hand(other_page, charlie, key, language)
    write_backwards(other_page, weak)
    expect(other_page).to_have_url(re.compile("/reports/"))
    other_page.close()

    page = open_page(user=alice, language=language)
    session = begin_by_hand(page, alice, key, language)
    write_in_order(page, strong)
    expect(page).to_have_url(re.compile("/reports/"))
    scored = page.locator(".stage-part.scored")
    expect_swept(lambda ms: expect(scored).to_have_count(len(STAGES), timeout=ms))
    expect(page.locator("table.ledger tbody tr")).to_have_count(len(STAGES))

    wait_for(lambda: len(scores_of(other)) == len(STAGES))
    mine, theirs = scores_of(session), scores_of(other)
    assert {stage: mine[stage] > theirs[stage] for stage in STAGES} == dict.fromkeys(STAGES, True)
