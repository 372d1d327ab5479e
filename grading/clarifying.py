"""The interviewer's ear: which fact of the case a clarifying question asks for."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.utils import timezone

from grading.backends.errors import BackendError
from grading.engine.facts import Fact, find_fact
from grading.pipeline import the_grader
from grading.push import report_changed
from interview.models import ClarifyingQuestion

logger = logging.getLogger(__name__)

KINDS = settings.BASE_DIR / "fixtures" / "clarifying" / "kinds.yaml"
# what candidates ask that no case has a fact about
NOTHING = "nothing"


def hear(question_id: int) -> None:
    """Answer one question that waits; twice, or too late, it does nothing."""
    waiting = ClarifyingQuestion.objects.waiting().filter(pk=question_id)
    question = waiting.select_related("turn__session", "turn__version").first()
    if question is None:
        return
    try:
        grader = the_grader()
        facts = facts_of(question.turn.version.facts)
        found = find_fact(
            question.text,
            facts,
            grader.encoder,
            grader.store,
            grader.glossary,
            nothing=ways_of_asking()[NOTHING],
        )
    except BackendError as error:
        logger.warning("question left waiting", extra={"permanent": error.permanent})
        question.try_again()
        return
    if question.settle(found.key, found.nearness, timezone.now()):
        turn = question.turn
        report_changed(turn.session_id, turn.position)


def facts_of(facts: Sequence[dict[str, Any]]) -> list[Fact]:
    """Return a case's facts, each with its own ways of asking and those of its kind."""
    return [
        Fact(
            key=fact["id"],
            asks=(*fact["asks"]["ko"], *fact["asks"]["en"], *ways_of_asking().get(fact["id"], ())),
            answers=(fact["answer"]["ko"], fact["answer"]["en"]),
        )
        for fact in facts
    ]


@cache
def ways_of_asking() -> dict[str, tuple[str, ...]]:
    """Return how candidates ask for the kinds of fact that many cases keep, by the fact's id."""
    kinds = yaml.safe_load(KINDS.read_text(encoding="utf-8"))
    return {kind: (*ways["ko"], *ways["en"]) for kind, ways in kinds.items()}
