"""Grading tasks may come twice, late, together or never: each answer is graded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from grading import tasks
from grading.models import Grade, GradeStatus, PointScore, Reason, ensure_grades
from grading.tasks import grade_answer, sweep_ungraded
from interview.practice.answer import Answer
from tests.fakes import KeywordGrader

Submit = Callable[..., Answer]


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sweep's messages arrive at once."""
    monkeypatch.setattr(tasks.grade_answer, "delay", tasks.grade_answer)


def test_it_scores_points_with_their_words(submitted: Submit, grader: KeywordGrader) -> None:
    answer = submitted("first alpha, then beta")
    grade_answer(answer.pk)
    grade = answer.grades.get()
    assert (grade.status, grade.score, grade.engine) == (GradeStatus.SCORED, 50.0, "keyword-1")
    said = grade.point_scores.filter(state="said").values_list("point__key", "quotes")
    assert dict(said) == {"alpha": [[6, 11]], "beta": [[18, 22]]}


def test_it_grades_once_when_run_twice(submitted: Submit, grader: KeywordGrader) -> None:
    answer = submitted()
    grade_answer(answer.pk)
    first = list(Grade.objects.values()) + list(PointScore.objects.values())
    grade_answer(answer.pk)
    assert list(Grade.objects.values()) + list(PointScore.objects.values()) == first
    assert grader.batches == [1]


def test_it_grades_all_that_wait_in_one_batch(submitted: Submit, grader: KeywordGrader) -> None:
    answers = [submitted(f"alpha {number}") for number in range(3)]
    ensure_grades(answers)
    grade_answer(answers[1].pk)
    assert grader.batches == [3]
    assert Grade.objects.filter(status=GradeStatus.SCORED).count() == 3


def test_it_grades_what_no_message_brought(
    submitted: Submit, grader: KeywordGrader, inline: None
) -> None:
    answer = submitted()
    sweep_ungraded()
    assert answer.grades.get().status == GradeStatus.SCORED


def test_it_sweeps_twice_without_a_second_grade(
    submitted: Submit, grader: KeywordGrader, inline: None
) -> None:
    submitted()
    sweep_ungraded()
    sweep_ungraded()
    assert Grade.objects.count() == 1
    assert grader.batches == [1]


def test_it_ignores_answers_that_are_open_or_gone(session, grader: KeywordGrader) -> None:
    grade_answer(Answer.objects.first().pk)
    grade_answer(999_999)
    assert Grade.objects.count() == 0


def test_it_takes_over_from_a_dead_worker(
    submitted: Submit, grader: KeywordGrader, inline: None
) -> None:
    answer = submitted()
    ensure_grades([answer])
    [dead] = Grade.objects.claim(first=None, limit=1, now=timezone.now() - timedelta(minutes=5))
    sweep_ungraded()
    assert answer.grades.get().status == GradeStatus.SCORED
    assert not dead.finish(grader.judge_row(dead))
    assert PointScore.objects.count() == 4


def test_it_tries_alone_what_a_worker_died_over(
    submitted: Submit, grader: KeywordGrader, inline: None
) -> None:
    ensure_grades([submitted("alpha"), submitted("beta")])
    Grade.objects.claim(first=None, limit=2, now=timezone.now() - timedelta(minutes=5))
    ensure_grades([submitted("gamma")])
    sweep_ungraded()
    assert sorted(grader.batches) == [1, 1, 1]


def test_it_gives_up_what_ends_every_worker(
    submitted: Submit, grader: KeywordGrader, inline: None, settings
) -> None:
    settings.GRADING_MAX_ATTEMPTS = 1
    answer = submitted()
    ensure_grades([answer])
    [dead] = Grade.objects.claim(first=None, limit=1, now=timezone.now() - timedelta(minutes=5))
    sweep_ungraded()
    grade = answer.grades.get()
    assert (grade.status, grade.reason, grade.retry_at) == ("unscored", Reason.FAILED, None)
    assert not dead.finish(grader.judge_row(dead))


def test_it_leaves_a_running_grade_alone(submitted: Submit, grader: KeywordGrader) -> None:
    answer = submitted()
    ensure_grades([answer])
    Grade.objects.claim(first=None, limit=1, now=timezone.now())
    grade_answer(answer.pk)
    assert grader.batches == []


def test_it_leaves_a_blank_with_its_reason(submitted: Submit, no_model: None) -> None:
    answer = submitted()
    grade_answer(answer.pk)
    grade = answer.grades.get()
    assert (grade.status, grade.reason) == (GradeStatus.UNSCORED, Reason.MODEL_UNAVAILABLE)
    assert grade.score is None
    assert grade.retry_at > timezone.now()


def test_it_tries_again_when_the_model_is_back(
    submitted: Submit, no_model: None, inline: None, request: pytest.FixtureRequest
) -> None:
    answer = submitted()
    grade_answer(answer.pk)
    request.getfixturevalue("grader")
    sweep_ungraded()
    assert answer.grades.get().status == GradeStatus.UNSCORED  # not yet due
    Grade.objects.update(retry_at=timezone.now())
    sweep_ungraded()
    assert answer.grades.get().status == GradeStatus.SCORED


def test_it_stops_trying_after_the_last_attempt(
    submitted: Submit, no_model: None, settings
) -> None:
    settings.GRADING_MAX_ATTEMPTS = 1
    answer = submitted()
    grade_answer(answer.pk)
    assert answer.grades.get().retry_at is None


def test_it_does_not_let_one_answer_take_the_others_down(
    submitted: Submit, grader: KeywordGrader, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = submitted("alpha"), submitted("poison")
    ensure_grades([good, bad])
    grade_answer(good.pk)
    assert good.grades.get().status == GradeStatus.SCORED
    assert (bad.grades.get().status, bad.grades.get().reason) == ("unscored", Reason.FAILED)


def test_it_keeps_the_answer_when_the_broker_is_down(
    submitted: Submit, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    def refuse(answer_id: int) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.grade_answer, "delay", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        answer = submitted("kept")
    answer.refresh_from_db()
    assert answer.text == "kept"
