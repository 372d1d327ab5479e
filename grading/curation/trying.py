"""The trial bench: answers asked to be judged, and judged in one batch."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from grading.backends.errors import BackendError
from grading.curation.judging import described, draft_rubric, judge_texts
from grading.models import JobState, Trial
from interview.models import RubricVersion, SampleAnswer, User, content_hash

logger = logging.getLogger(__name__)
MOST = 24


def ask_trials(
    version: RubricVersion, by: User, texts: Sequence[tuple[str, str, SampleAnswer | None]]
) -> list[Trial]:
    """Make a row of each (language, text, sample) that waits for the worker."""
    rows = [
        Trial(version=version, by=by, language=language, text=text, sample=sample)
        for language, text, sample in texts[:MOST]
    ]
    return list(Trial.objects.bulk_create(rows))


def run_trials(pks: list[int]) -> None:
    """Judge those of the trials that are due; run twice it does nothing the second time.

    Those that were in a worker's hands when it died are taken up one by one, so that the text that
    ended it uses up its own attempts only.
    """
    asked = Trial.objects.filter(pk__in=pks).order_by("pk")
    batches: dict[tuple[int, int], list[int]] = {}
    for pk, version_id, attempts in asked.values_list("pk", "version_id", "attempts"):
        batches.setdefault((version_id, pk if attempts else 0), []).append(pk)
    for (version_id, _alone), own in batches.items():
        if taken := Trial.objects.claim(own):
            judge_trials(version_id, taken)


def judge_trials(version_id: int, trials: Sequence[Trial]) -> None:
    version = (
        RubricVersion.objects.select_related("question__current")
        .prefetch_related("points", "question__current__points")
        .get(pk=version_id)
    )
    current = version.question.current
    try:
        under = {"draft": verdicts(version, trials)}
        if current is not None and current.pk != version.pk:
            under["published"] = verdicts(current, trials)
    except BackendError:
        logger.warning("trial without a model", extra={"version": version_id})
        for trial in trials:
            trial.finish(JobState.BROKEN)
        return
    except Exception:
        if len(trials) > 1:  # one of them is at fault, and the others need not bear it
            for trial in trials:
                judge_trials(version_id, [trial])
            return
        logger.exception("trial failed", extra={"version": version_id})
        trials[0].finish(JobState.BROKEN)
        return
    content = content_hash(version)
    for place, trial in enumerate(trials):
        trial.finish(
            results={name: own[place] for name, own in under.items()}, content_hash=content
        )


def verdicts(version: RubricVersion, trials: Sequence[Trial]) -> list[dict[str, Any]]:
    rubric = draft_rubric(version)
    found = judge_texts(rubric, [(trial.language, trial.text) for trial in trials])
    return [
        described(rubric, trial.language, trial.text, verdict)
        for trial, verdict in zip(trials, found, strict=True)
    ]
