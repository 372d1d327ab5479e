"""Each of the ten cases from the first page to the report, by a strong and by a weak candidate."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from grading.models import Grade
from interview.accounts.models import User
from interview.practice.session import Session
from interview.questions.files import read_labelled, read_question
from interview.questions.importing import load_questions, load_topics
from interview.questions.schema import QuestionFile
from interview.questions.stages import Stage
from tests.browser.conftest import OpenPage
from tests.factories import begin_case, stage_of
from tests.flows.conftest import wait_for
from tests.live import Worker

STAGES = [stage.value for stage in Stage]
BY_HAND = 2


def load_case(key: str) -> QuestionFile:
    load_topics(settings.SYLLABUS_FILE)
    path = next((settings.QUESTION_FOLDER / "system_design").glob(f"{key}-*.yaml"))
    question = read_question(path)
    load_questions([question])
    return question


def strong_texts(question: QuestionFile, language: str) -> dict[str, str]:
    """The model answer where it has a paragraph a stage; else a strong answer, whole at each."""
    paragraphs = getattr(question.model_answer, language).strip().split("\n\n")
    if len(paragraphs) == len(STAGES):
        return dict(zip(STAGES, paragraphs, strict=True))
    answers = read_labelled(settings.LABELLED_FOLDER)
    strong = (
        a.text
        for a in answers
        if (a.question, a.kind, a.language) == (question.id, "strong", language)
    )
    return dict.fromkeys(STAGES, next(strong))


def weak_texts(key: str, language: str) -> dict[str, str]:
    """Somebody who says the same vague things whatever the stage."""
    answers = read_labelled(settings.LABELLED_FOLDER)
    vague = [a for a in answers if (a.question, a.kind) == (key, "vague")]
    text = next((a.text for a in vague if a.language == language), vague[0].text)
    return dict.fromkeys(STAGES, text)


def begin_by_hand(page: Page, user: User, key: str, language: str) -> Session:
    page.goto("/practice/new/")
    page.locator("input[name=round][value=design_case]").check()
    page.locator("input[name=mode][value=real]").check(force=True)
    page.locator(f"input[name=language][value={language}]").check(force=True)
    page.locator("form.new button.primary").click()
    expect(page.locator("#answer")).to_be_visible()
    return Session.objects.get(user=user, turns__version__question__key=key)


def send(client: Client, session: Session, texts: dict[str, str]) -> None:
    """The rest as the page sends it, without drawing it."""
    for stage, text in texts.items():
        place = reverse("design-draft", args=[session.pk, 1, stage])
        revision = stage_of(session, stage).revision
        assert client.post(place, {"text": text, "revision": revision}).status_code == 200


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
    question = load_case(key)
    strong, weak = strong_texts(question, language), weak_texts(key, language)
    clients = {}
    for person in (alice, charlie):
        clients[person.pk] = Client()
        clients[person.pk].force_login(person)

    other = begin_case(charlie, language=language, mode="real")
    send(clients[charlie.pk], other, weak)
    clients[charlie.pk].post(reverse("practice-finish", args=[other.pk]))

    page = open_page(user=alice, language=language)
    page.route("**/vendor/whiteboard/**", lambda route: route.abort())  # its own test draws
    session = begin_by_hand(page, alice, key, language)
    for stage in STAGES[:BY_HAND]:
        expect(page).to_have_url(re.compile(f"/{stage}/$"))
        page.locator("#answer").fill(strong[stage])
        page.locator("#submit-button").click()
    expect(page).to_have_url(re.compile(f"/{STAGES[BY_HAND]}/$"))
    send(clients[alice.pk], session, {stage: strong[stage] for stage in STAGES[BY_HAND:]})
    page.reload()
    page.locator("details.finish summary").click()
    page.locator("form[action$='/finish/'] button").click()
    expect(page).to_have_url(re.compile("/reports/"))
    expect(page.locator(".stage-part.scored")).to_have_count(len(STAGES), timeout=60_000)
    expect(page.locator("table.ledger tbody tr")).to_have_count(len(STAGES))

    wait_for(lambda: len(scores_of(other)) == len(STAGES))
    mine, theirs = scores_of(session), scores_of(other)
    assert {stage: mine[stage] > theirs[stage] for stage in STAGES} == dict.fromkeys(STAGES, True)
