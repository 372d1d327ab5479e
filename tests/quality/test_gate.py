"""The bank's gate in small: a fixed sample over all rounds; `make check-bank` holds the whole."""

from __future__ import annotations

from collections import defaultdict

import pytest
import yaml
from django.conf import settings

from grading.bank_gate import Measured, measure_bank
from interview.models import QuestionFile, read_bank, read_labelled
from tests.quality.conftest import Bench

KNOWN_FILE = settings.BASE_DIR / "fixtures" / "known_breaches.yaml"
KNOWN = set(yaml.safe_load(KNOWN_FILE.read_text(encoding="utf-8")) or {})
# what is known to fail: it may only fall
MOST_KNOWN = 0
EACH_ROUND = 6


@pytest.fixture(scope="module")
def sampled(bench: Bench) -> list[Measured]:
    rounds: defaultdict[str, list[QuestionFile]] = defaultdict(list)
    for question in read_bank(settings.QUESTION_FOLDER):
        rounds[question.round].append(question)
    spread = [
        question
        for own in rounds.values()
        for question in own[:: max(1, len(own) // EACH_ROUND)][:EACH_ROUND]
    ]
    return list(measure_bank(bench.grader, spread, read_labelled(settings.LABELLED_FOLDER)))


def test_it_orders_each_questions_own_answers(sampled: list[Measured]) -> None:
    assert len(sampled) == 4 * EACH_ROUND
    failing = {
        m.question: (m.wrong_pairs, m.high_adversarial, m.far_twins)
        for m in sampled
        if not m.passes
    }
    assert failing.keys() <= KNOWN, failing


def test_it_knows_of_fewer_breaches_each_time(sampled: list[Measured]) -> None:
    assert len(KNOWN) <= MOST_KNOWN
    assert not KNOWN & {m.question for m in sampled if m.passes}
