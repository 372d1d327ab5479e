"""The preview of a regrade changes nothing; the regrade after it stands beside the old grades."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from grading.curation import again
from grading.curation.again import ask_regrade, run_regrade
from grading.curation.tasks import grade_again, judge_preview
from grading.models import Grade, JobState, Preview, Regrade
from grading.models.job import LEASE
from grading.progress.history import map_skills
from grading.raters.correcting import override
from grading.tasks import grade_answer, sweep_ratings
from interview.accounts.models import Role, User
from interview.authoring.drafting import begin_draft, save_draft
from interview.errors import RequestError
from interview.practice.answer import Answer
from interview.questions.document import content_of
from interview.questions.models import Question, RubricVersion
from interview.questions.publishing import lock, publish_from_file
from tests.factories import make_user
from tests.fakes import KeywordGrader

Submit = Callable[..., Answer]


@pytest.fixture
def graded(submitted: Submit, grader: KeywordGrader) -> Answer:
    answer = submitted("alpha and delta")
    grade_answer(answer.pk)
    return answer


def rewrite(curator: User, **fields: object) -> RubricVersion:
    draft = begin_draft(Question.objects.get(), curator)
    return save_draft(draft, content_of(draft) | fields, revision=draft.revision, by=curator)


def other_points(curator: User) -> RubricVersion:
    points = content_of(begin_draft(Question.objects.get(), curator))["points"]
    points[3]["id"] = "epsilon"
    return rewrite(curator, points=points)


def regrade(version: RubricVersion, by: User) -> None:
    grade_again(run_regrade(ask_regrade(version, by).pk))


def out(version: RubricVersion) -> RubricVersion:
    publish_from_file(lock(version))
    return RubricVersion.objects.get(pk=version.pk)


def test_it_says_what_would_change(graded: Answer, desk: Client, curator: User) -> None:
    draft = other_points(curator)
    before = list(Grade.objects.values())
    url = reverse("curation-preview", args=[draft.pk])
    desk.post(url)
    judge_preview(Preview.objects.get().pk)
    judge_preview(Preview.objects.get().pk)
    row = Preview.objects.get().rows.get()
    assert (row.before, row.after, row.states) == (
        50.0,
        25.0,
        {"delta": ["said", ""], "epsilon": ["", "not_said"]},
    )
    page = desk.get(url).content.decode()
    assert "alpha and delta" in page
    assert "alice" not in page
    assert list(Grade.objects.values()) == before


def test_it_regrades_beside_the_old_grade(graded: Answer, curator: User) -> None:
    new = out(rewrite(curator, prompt={"ko": "바뀐 질문", "en": "Reworded"}))
    regrade(new, curator)
    first, second = graded.grades.order_by("number")
    assert (first.score, second.score) == (50.0, 50.0)
    assert (second.version, second.status) == (new, "scored")
    assert graded.turn.version.number == 1


def test_it_shows_the_second_judgement_in_the_report(
    graded: Answer, curator: User, client: Client
) -> None:
    new = out(rewrite(curator, prompt={"ko": "바뀐 질문", "en": "Reworded"}))
    regrade(new, curator)
    page = client.get(reverse("report-turn", args=[graded.turn.session_id, 1])).content.decode()
    assert page.count("<mark") >= 2


def test_it_does_not_regrade_by_other_points(graded: Answer, curator: User) -> None:
    new = out(other_points(curator))
    with pytest.raises(RequestError, match="have changed"):
        ask_regrade(new, curator)
    assert Grade.objects.count() == 1


def test_it_does_not_regrade_by_a_draft(graded: Answer, desk: Client, curator: User) -> None:
    draft = rewrite(curator, prompt={"ko": "바뀐 질문", "en": "Reworded"})
    page = desk.post(reverse("curation-regrade", args=[draft.pk]), follow=True)
    assert b"Only a published version" in page.content
    assert Grade.objects.count() == 1


def test_it_keeps_a_person_s_word_through_a_regrade(
    graded: Answer, curator: User, client: Client
) -> None:
    point = graded.turn.version.points.get(key="gamma")
    override(graded, point, state="said", reason="In its last line.", by=curator)
    new = out(rewrite(curator, prompt={"ko": "바뀐 질문", "en": "Reworded"}))
    regrade(new, curator)
    sweep_ratings()
    second = graded.grades.get(number=2)
    assert (second.score, second.figures()[0]) == (50.0, 75.0)
    (skill,) = map_skills(graded.turn.session.user)
    assert skill["score"] == 75.0
    missed = graded.turn.version.points.get(key="beta")
    assert client.get(reverse("appeal", args=[second.pk, missed.pk])).status_code == 200


def test_it_asks_once_however_often_it_is_pressed(graded: Answer, curator: User) -> None:
    new = out(rewrite(curator, prompt={"ko": "바뀐 질문", "en": "Reworded"}))
    row = ask_regrade(new, curator)
    assert ask_regrade(new, curator) == row
    assert len(run_regrade(row.pk)) == 1
    assert run_regrade(row.pk) == []
    with pytest.raises(RequestError):
        ask_regrade(new, curator)
    assert Grade.objects.count() == 2


def test_it_asks_portion_by_portion_and_says_how_far_it_is(
    graded: Answer, submitted: Submit, curator: User, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "PORTION", 1)
    for text in ("alpha", "beta"):
        grade_answer(submitted(text).pk)
    new = out(rewrite(curator, prompt={"ko": "바뀐 질문", "en": "Reworded"}))
    url = reverse("curation-preview", args=[new.pk])
    desk.post(reverse("curation-regrade", args=[new.pk]))
    assert Grade.objects.filter(version=new).count() == 0
    row = Regrade.objects.get()
    grade_again(run_regrade(row.pk))
    # a worker that died over its portion leaves the row to the sweep
    assert Regrade.objects.claim([row.pk])
    Regrade.objects.update(claimed_at=timezone.now() - 2 * LEASE)
    assert "Graded again: 1 of 3." in desk.get(url).content.decode()
    for _ in range(3):
        grade_again(run_regrade(row.pk))
    row.refresh_from_db()
    assert row.state == JobState.DONE
    page = desk.get(url).content.decode()
    assert "Graded again: 3 of 3." in page
    assert "load delay:5s" not in page


def test_it_shows_a_preview_in_as_many_queries(
    graded: Answer, submitted: Submit, curator: User, desk: Client
) -> None:
    draft = other_points(curator)
    url = reverse("curation-preview", args=[draft.pk])

    def queries() -> int:
        judge_preview(Preview.objects.create(version=draft).pk)
        desk.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert "alpha and delta" in desk.get(url).content.decode()
        return len(asked)

    before = queries()
    for _ in range(3):
        grade_answer(submitted("delta and alpha and delta").pk)
    assert queries() == before <= 9


def test_it_shows_graders_no_judgement_of_the_machine(graded: Answer, curator: User) -> None:
    draft = rewrite(curator, prompt={"ko": "바뀐 질문", "en": "Reworded"})
    for role, status in ((Role.GRADER, 404), (Role.REVIEWER, 200)):
        browser = Client()
        browser.force_login(make_user(role, role=role))
        for name in ("curation-preview", "curation-trial"):
            assert browser.get(reverse(name, args=[draft.pk])).status_code == status
