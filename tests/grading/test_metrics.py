"""Metrics are counted from rows, so they are right whatever process is asked."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from grading.models import ensure_grades
from grading.tasks import grade_answer
from interview.practice.answer import Answer
from tests.fakes import KeywordGrader


def test_it_counts_waiting_answers_batches_and_latency(
    submitted: Callable[..., Answer], grader: KeywordGrader, anonymous: Client, settings
) -> None:
    settings.METRICS_TOKEN = "secret"

    def metrics() -> str:
        reply = anonymous.get("/metrics", headers={"Authorization": "Bearer secret"})
        return reply.content.decode()

    answers = [submitted(f"alpha {number}") for number in range(3)]
    ensure_grades(answers)
    assert 'rehearsal_grades{status="waiting"} 3.0' in metrics()
    grade_answer(answers[0].pk)
    after = metrics()
    assert 'rehearsal_grades{status="waiting"} 0.0' in after
    assert "rehearsal_grading_batch_size 3.0" in after
    assert 'rehearsal_grading_latency_seconds{of="mean"}' in after
