"""The real worker, encoder, database and broker: through crashes every answer is graded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from kombu import Connection

from grading.models import Grade, GradeStatus, PointScore
from grading.tasks import grade_answer, sweep_ungraded
from interview.accounts.models import User
from interview.models import read_labelled
from interview.practice.answer import Answer
from interview.practice.turn import Turn
from tests.factories import make_session
from tests.flows.conftest import Broker, wait_for
from tests.live import Worker

pytestmark = pytest.mark.django_db(transaction=True)
StartWorker = Callable[..., Worker]


@pytest.fixture
def answers(transactional_db: None, alice: User, settings) -> list[Answer]:
    """Twelve open answers, each with a strong or wrong text of the labelled ones as its draft."""
    call_command("load_questions")
    labelled = {
        a.question: a.text for a in read_labelled(settings.LABELLED_FOLDER) if a.language == "en"
    }
    sessions = [make_session(alice, minutes=45, topics=sorted(labelled)) for _ in range(4)]
    turns = Turn.objects.filter(session__in=sessions).select_related("version__question")
    for turn in turns[:12]:
        turn.answers.update(draft=labelled[turn.version.question.key])
    return list(Answer.objects.exclude(draft="").select_related("turn__session").order_by("pk"))


def all_graded_once(answers: list[Answer]) -> None:
    grades = Grade.objects.filter(answer__in=answers)
    wait_for(lambda: grades.filter(status=GradeStatus.SCORED).count() == len(answers))
    assert grades.count() == len(answers)
    for grade in grades.select_related("version"):
        scores = PointScore.objects.filter(grade=grade)
        assert scores.count() == grade.version.points.count()


def test_it_scores_what_is_submitted(answers: list[Answer], start_worker: StartWorker) -> None:
    start_worker()
    for answer in answers[:3]:
        answer.submit()
    all_graded_once(answers[:3])
    grade = Grade.objects.first()
    assert grade.encoder
    assert grade.calibration
    assert grade.low <= grade.score <= grade.high


def test_it_survives_a_worker_killed_in_the_middle(
    answers: list[Answer], start_worker: StartWorker, settings
) -> None:
    worker = start_worker(GRADING_BATCH="1")
    for answer in answers:
        answer.submit()
    wait_for(Grade.objects.filter(status=GradeStatus.RUNNING).exists)
    worker.kill()
    assert Grade.objects.filter(status=GradeStatus.SCORED).count() < len(answers)
    start_worker(GRADING_LEASE_SECONDS="1")

    def swept() -> bool:
        sweep_ungraded()
        return not Grade.objects.exclude(status=GradeStatus.SCORED).exists()

    settings.GRADING_LEASE_SECONDS = 1
    wait_for(swept)
    all_graded_once(answers)


def test_it_finds_queued_work_after_the_broker_crashed(
    answers: list[Answer], start_worker: StartWorker, broker: Broker, monkeypatch
) -> None:
    monkeypatch.setattr("grading.receivers.nudge", lambda answer_id: None)
    with Connection(broker.url) as queue:
        for answer in answers:
            answer.submit()
            grade_answer.apply_async([answer.pk], connection=queue)
    broker.flush()
    broker.kill()
    broker.start()
    start_worker(REDIS_URL=broker.url)
    all_graded_once(answers)


def test_it_grades_when_every_message_was_lost(
    answers: list[Answer], start_worker: StartWorker, monkeypatch
) -> None:
    monkeypatch.setattr("grading.receivers.nudge", lambda answer_id: None)
    for answer in answers:
        answer.submit()
    assert Grade.objects.count() == 0
    start_worker()
    sweep_ungraded()
    all_graded_once(answers)
