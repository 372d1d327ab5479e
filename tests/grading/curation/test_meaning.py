"""Nearness of meaning: asked in the page, found by the worker, shown when it is there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from grading import pipeline
from grading.backends.errors import BackendError
from grading.curation.attacks import glossary
from grading.curation.tasks import check_meaning, search_meaning
from grading.engine.calibration import Uncalibrated
from grading.engine.grader import Grader
from grading.models import MeaningCheck, MeaningSearch
from interview.accounts.models import User
from interview.authoring.drafting import save_draft
from interview.questions.document import content_of
from interview.questions.models import RubricVersion
from tests.engine.fake_encoder import TrigramEncoder
from tests.factories import make_question


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    grader = Grader(TrigramEncoder(), glossary=glossary(), calibration=Uncalibrated())
    monkeypatch.setattr(pipeline, "the_grader", lambda: grader)


def test_it_finds_two_points_that_say_the_same(
    desk: Client, draft: RubricVersion, curator: User, encoder: None
) -> None:
    points = content_of(draft)["points"]
    same = "Momentum averages past gradients."
    points[0]["text"]["en"], points[2]["text"]["en"] = same, f"{same} "
    row = save_draft(draft, content_of(draft) | {"points": points}, revision=0, by=curator)
    url = reverse("curation-meaning", args=[draft.pk])
    assert b"Being compared" in desk.get(url).content
    check_meaning(draft.pk)
    check_meaning(draft.pk)
    assert MeaningCheck.objects.get().revision == row.revision
    assert b"Points 1 and 3 say nearly the same" in desk.get(url).content
    save_draft(row, content_of(draft) | {"hints": []}, revision=row.revision, by=curator)
    assert b"Being compared" in desk.get(url).content


def test_it_finds_questions_by_meaning(desk: Client, encoder: None) -> None:
    make_question("Q1")
    make_question("Q2", prompt={"ko": "부스팅이란?", "en": "What is gradient boosting for?"})
    url = reverse("curation-by-meaning")
    assert b"is reading" in desk.get(url, {"q": "What is gradient boosting for?"}).content
    search_meaning(MeaningSearch.objects.get().pk)
    search_meaning(MeaningSearch.objects.get().pk)
    page = desk.get(url, {"q": "What is gradient boosting for?"})
    assert page.context["search"].found[0]["question"] == "Q2"
    assert MeaningSearch.objects.count() == 1


def test_it_says_when_there_is_no_model(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> None:
        raise BackendError("The model is not there.", permanent=False)

    monkeypatch.setattr(pipeline, "the_grader", absent)
    make_question("Q1")
    url = reverse("curation-by-meaning")
    desk.get(url, {"q": "boosting"})
    search_meaning(MeaningSearch.objects.get().pk)
    assert MeaningSearch.objects.get().state == "broken"
    desk.get(url, {"q": "boosting"})
    assert MeaningSearch.objects.count() == 2
