"""The trial bench: judged under both versions at once, by the worker, as nobody's grade."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from grading.curation.tasks import judge_trials, sweep_curation
from grading.models import Grade, JobState, Trial
from interview.accounts.models import User
from interview.authoring.drafting import save_draft
from interview.questions.document import content_of
from interview.questions.models import RubricVersion
from interview.questions.samples import SampleAnswer
from tests.fakes import KeywordGrader

Samples = dict[str, SampleAnswer]


@pytest.fixture
def url(draft: RubricVersion) -> str:
    return reverse("curation-trial", args=[draft.pk])


def test_it_judges_under_both_versions(
    desk: Client, url: str, draft: RubricVersion, curator: User, grader: KeywordGrader
) -> None:
    points = content_of(draft)["points"]
    points[3]["id"] = "epsilon"
    save_draft(draft, content_of(draft) | {"points": points}, revision=0, by=curator)
    desk.post(url, {"text": "alpha and delta", "language": "en"})
    judge_trials([Trial.objects.get().pk])
    results = Trial.objects.get().results
    assert (results["draft"]["score"], results["published"]["score"]) == (25.0, 50.0)
    page = desk.get(reverse("curation-trial-results", args=[draft.pk])).content.decode()
    assert '<q lang="en">alpha</q>' in page
    assert "hx-trigger" not in page
    assert not Grade.objects.exists()


def test_it_judges_the_labelled_ones_in_one_batch(
    desk: Client, url: str, samples: Samples, grader: KeywordGrader
) -> None:
    desk.post(url, {"sample": "all"})
    judge_trials(list(Trial.objects.values_list("pk", flat=True)))
    assert grader.batches == [6, 6]
    assert set(Trial.objects.values_list("language", flat=True)) == {"ko", "en"}


def test_it_judges_once_when_run_twice(
    desk: Client, url: str, grader: KeywordGrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.post(url, {"text": "alpha", "language": "en"})
    monkeypatch.setattr(judge_trials, "delay", judge_trials)
    sweep_curation()
    judge_trials([Trial.objects.get().pk])
    assert grader.batches == [1, 1]


@pytest.mark.parametrize("form", [{}, {"text": "alpha"}, {"text": "x" * 20_001, "language": "en"}])
def test_it_refuses_in_words_and_keeps_the_text(
    desk: Client, url: str, form: dict[str, str]
) -> None:
    reply = desk.post(url, form)
    assert reply.status_code == 422
    assert form.get("text", "") in reply.content.decode()
    assert not Trial.objects.exists()


def test_it_says_when_there_is_no_model(desk: Client, url: str, no_model: None) -> None:
    desk.post(url, {"text": "alpha", "language": "en"})
    judge_trials([Trial.objects.get().pk])
    assert Trial.objects.get().state == JobState.BROKEN
    assert b"That did not work" in desk.get(url).content


def test_it_does_not_log_what_was_written(
    desk: Client, url: str, grader: KeywordGrader, caplog: pytest.LogCaptureFixture
) -> None:
    desk.post(url, {"text": "poison", "language": "en"})
    judge_trials([Trial.objects.get().pk])
    assert Trial.objects.get().state == JobState.BROKEN


def test_it_is_not_there_for_others(outsider: Client, url: str, draft: RubricVersion) -> None:
    assert outsider.get(url).status_code == 404
    assert outsider.post(url, {"text": "alpha", "language": "en"}).status_code == 404
    for name in ("curation-trial-results", "curation-preview", "curation-meaning"):
        assert outsider.get(reverse(name, args=[draft.pk])).status_code == 404
    assert outsider.post(reverse("curation-regrade", args=[draft.pk])).status_code == 404
    assert outsider.get(reverse("curation-by-meaning")).status_code == 404


def test_it_lists_trials_in_as_many_queries(
    desk: Client, url: str, samples: Samples, django_assert_max_num_queries
) -> None:
    desk.post(url, {"sample": "all"})
    with django_assert_max_num_queries(9):
        desk.get(url)
