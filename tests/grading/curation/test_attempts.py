"""What ends its worker each time is given up: visibly, with a way to try again, and swept no more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grading.curation import tasks
from grading.curation.again import run_regrade
from grading.curation.meaning import run_meaning_check, run_search
from grading.curation.previewing import run_preview
from grading.curation.trying import run_trials
from grading.models import JobState, MeaningCheck, MeaningSearch, Preview, Regrade, Trial
from grading.models.job import LEASE, MOST_ATTEMPTS
from interview.accounts.models import User
from interview.authoring.drafting import save_draft
from interview.questions.document import content_of
from interview.questions.models import RubricVersion
from tests.fakes import KeywordGrader

TASKS = ("judge_trials", "judge_preview", "judge_regrade", "check_meaning", "search_meaning")


class WorkerDied(BaseException):
    """As if the machine took the process: nothing after it runs."""


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that dies as soon as it has taken something up."""

    def die(*_: object) -> None:
        raise WorkerDied

    for place in (
        "trying.verdicts", "previewing.compare", "again.not_asked_yet", "meaning.alike",
        "meaning.nearest",
    ):  # fmt: skip
        monkeypatch.setattr(f"grading.curation.{place}", die)


@pytest.fixture
def swept(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Sweep, and return which tasks it sends."""
    sent: list[str] = []
    for name in TASKS:
        monkeypatch.setattr(getattr(tasks, name), "delay", lambda _pk, name=name: sent.append(name))

    def sweep() -> list[str]:
        sent.clear()
        tasks.sweep_curation()
        return list(sent)

    return sweep


JOBS: dict[str, tuple[Callable[[RubricVersion], Any], Callable[[Any], Any], str]] = {
    "trial": (
        lambda version: Trial.objects.create(version=version, language="en", text="alpha"),
        lambda job: run_trials([job.pk]),
        "judge_trials",
    ),
    "preview": (
        lambda version: Preview.objects.create(version=version),
        lambda job: run_preview(job.pk),
        "judge_preview",
    ),
    "regrade": (
        lambda version: Regrade.objects.create(version=version),
        lambda job: run_regrade(job.pk),
        "judge_regrade",
    ),
    "meaning": (
        lambda version: MeaningCheck.objects.create(version=version),
        lambda job: run_meaning_check(job.version_id),
        "check_meaning",
    ),
    "search": (
        lambda _version: MeaningSearch.objects.create(text="boosting"),
        lambda job: run_search(job.pk),
        "search_meaning",
    ),
}


@pytest.mark.parametrize("name", JOBS)
def test_it_gives_up_a_job_that_always_ends_its_worker(
    name: str, draft: RubricVersion, deadly: None, swept: Callable[[], list[str]]
) -> None:
    make, run, task = JOBS[name]
    job = make(draft)
    for _ in range(MOST_ATTEMPTS):
        assert task in swept()
        with pytest.raises(WorkerDied):
            run(job)
        assert task not in swept()
        type(job).objects.update(claimed_at=timezone.now() - 2 * LEASE)
    assert task not in swept()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.BROKEN, MOST_ATTEMPTS)
    run(job)  # a message that comes late takes nothing up, so nothing dies
    assert task not in swept()


def test_it_spares_the_others_of_a_batch_and_lets_a_person_try_again(
    draft: RubricVersion, grader: KeywordGrader, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (
        Trial.objects.create(version=draft, language="en", text=text)
        for text in ("deadly", "alpha")
    )
    judge = grader.grade

    def die(items: Any) -> Any:
        if any(item.text == "deadly" for item in items):
            raise WorkerDied
        return judge(items)

    monkeypatch.setattr(grader, "grade", die)
    for _ in range(MOST_ATTEMPTS + 1):
        with suppress(WorkerDied):
            run_trials([bad.pk, good.pk])
        Trial.objects.filter(state=JobState.RUNNING).update(claimed_at=timezone.now() - 2 * LEASE)
    assert Trial.objects.give_up() == 1
    states = dict(Trial.objects.values_list("text", "state"))
    assert states == {"deadly": JobState.BROKEN, "alpha": JobState.DONE}
    url = reverse("curation-trial", args=[draft.pk])
    page = desk.get(url).content.decode()
    assert "That did not work." in page
    assert f'name="again" value="{bad.pk}"' in page
    assert desk.post(url, {"again": bad.pk}).status_code == 302
    assert desk.post(url, {"again": good.pk}).status_code == 422
    again = Trial.objects.get(state=JobState.WAITING)
    assert (again.text, again.attempts) == ("deadly", 0)


def test_it_lets_a_person_compare_meanings_again(draft: RubricVersion, desk: Client) -> None:
    MeaningCheck.objects.create(
        version=draft, revision=draft.revision, state=JobState.BROKEN, attempts=MOST_ATTEMPTS
    )
    url = reverse("curation-meaning", args=[draft.pk])
    page = desk.get(url).content.decode()
    assert "That did not work." in page
    assert "Being compared" not in page
    assert "Being compared" in desk.post(url).content.decode()
    check = MeaningCheck.objects.get()
    assert (check.state, check.attempts) == (JobState.WAITING, 0)


def test_it_compares_a_new_revision_whatever_became_of_the_last(
    draft: RubricVersion, curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grading.curation.meaning.alike", lambda _points: [])
    MeaningCheck.objects.create(
        version=draft, revision=draft.revision, state=JobState.BROKEN, attempts=MOST_ATTEMPTS
    )
    run_meaning_check(draft.pk)
    assert MeaningCheck.objects.get().state == JobState.BROKEN
    save_draft(draft, content_of(draft) | {"hints": []}, revision=0, by=curator)
    run_meaning_check(draft.pk)
    assert MeaningCheck.objects.get().state == JobState.DONE


def test_it_waits_for_one_search_and_begins_no_other(desk: Client, db: None) -> None:
    url = reverse("curation-by-meaning")
    desk.get(url, {"q": "boosting"})
    row = MeaningSearch.objects.get()
    MeaningSearch.objects.update(state=JobState.BROKEN)
    page = desk.get(url, {"q": "boosting", "search": row.pk}, headers={"HX-Request": "true"})
    assert b"That did not work." in page.content
    assert MeaningSearch.objects.count() == 1


def test_it_searches_anew_when_the_last_search_is_old(desk: Client, db: None) -> None:
    url = reverse("curation-by-meaning")
    desk.get(url, {"q": "boosting"})
    MeaningSearch.objects.update(state=JobState.DONE)
    desk.get(url, {"q": "boosting"})
    assert MeaningSearch.objects.count() == 1
    MeaningSearch.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    desk.get(url, {"q": "boosting"})
    assert MeaningSearch.objects.count() == 2
