"""Nearness of meaning: points of a draft that are too alike, and what in the bank is about a text."""

from __future__ import annotations

import logging
from itertools import combinations
from typing import Any

import numpy as np
from django.db.models import F, Q

from grading import pipeline
from grading.backends.errors import BackendError
from grading.models import JobState, MeaningCheck, MeaningSearch
from interview.models import Question, RubricPoint, RubricVersion, VersionState

logger = logging.getLogger(__name__)

# beyond all but one in two hundred pairs of the bank's own points
TOO_ALIKE = 0.62
FOUND = 20


def run_meaning_check(version_id: int) -> None:
    """Compare the points of the draft as it stands; the row says of which revision it speaks."""
    version = RubricVersion.objects.prefetch_related("points").filter(pk=version_id).first()
    if version is None:
        return
    check, _made = MeaningCheck.objects.get_or_create(version=version)
    # a new revision is a new job: what became of the last one says nothing of it
    MeaningCheck.objects.filter(pk=check.pk).exclude(revision=version.revision).update(
        revision=version.revision, state=JobState.WAITING, attempts=0
    )
    for row in MeaningCheck.objects.claim([check.pk]):
        try:
            findings = alike(list(version.points.all()))
        except BackendError:
            row.finish(JobState.BROKEN)
        except Exception:
            logger.exception("meaning check failed", extra={"version": version_id})
            row.finish(JobState.BROKEN)
        else:
            row.finish(findings=findings)


def unchecked(limit: int) -> list[int]:
    """Return drafts whose newest revision nobody has compared, because a message was lost."""
    drafts = RubricVersion.objects.filter(state=VersionState.DRAFT)
    behind = Q(meaning_check__isnull=True) | ~Q(meaning_check__revision=F("revision"))
    left = drafts.filter(behind | Q(meaning_check__in=MeaningCheck.objects.due()))
    return list(left.order_by("-pk").values_list("pk", flat=True)[:limit])


def ask_again(version_id: int) -> None:
    """Let a comparison that came to nothing be tried anew."""
    MeaningCheck.objects.filter(version=version_id, state=JobState.BROKEN).update(
        state=JobState.WAITING, attempts=0
    )


def alike(points: list[RubricPoint]) -> list[dict[str, Any]]:
    """Return the pairs of points that say nearly the same in either language."""
    found: dict[tuple[str, str], float] = {}
    for language in ("ko", "en"):
        written = [point for point in points if point.text(language).strip()]
        if len(written) < 2:
            continue
        rows = vectors([point.text(language) for point in written])
        nearness = rows @ rows.T
        for (i, one), (j, other) in combinations(enumerate(written), 2):
            near = float(nearness[i, j])
            if near >= TOO_ALIKE:
                pair = (one.key, other.key)
                found[pair] = max(near, found.get(pair, 0.0))
    return [
        {"kind": "points", "one": one, "other": other, "nearness": round(near, 2)}
        for (one, other), near in sorted(found.items(), key=lambda item: -item[1])
    ]


def run_search(pk: int) -> None:
    for search in MeaningSearch.objects.claim([pk]):
        try:
            found = nearest(search.text)
        except BackendError:
            search.finish(JobState.BROKEN)
        except Exception:
            logger.exception("search by meaning failed", extra={"search": pk})
            search.finish(JobState.BROKEN)
        else:
            search.finish(found=found)


def nearest(text: str) -> list[dict[str, Any]]:
    """Return the questions whose prompt or points are nearest, each once."""
    entries: list[tuple[str, str]] = []
    published = Question.objects.published().values_list(
        "key", "current__prompt_ko", "current__prompt_en", "current"
    )
    keys: dict[int | None, str] = {}
    for key, korean, english, version in published:
        keys[version] = key
        entries += [(key, korean), (key, english)]
    rows = RubricPoint.objects.filter(version__in=list(keys)).values_list(
        "version", "text_ko", "text_en"
    )
    for version, korean, english in rows:
        entries += [(keys[version], korean), (keys[version], english)]
    if not entries:
        return []
    grader = pipeline.the_grader()
    nearness = vectors([text for _, text in entries]) @ grader.encoder.encode([text])[0]
    found: dict[str, dict[str, Any]] = {}
    for place in np.argsort(-nearness):
        key, words = entries[int(place)]
        if key not in found:
            near = round(float(nearness[place]), 2)
            found[key] = {"question": key, "text": words, "nearness": near}
        if len(found) == FOUND:
            break
    return list(found.values())


def vectors(texts: list[str]) -> Any:
    grader = pipeline.the_grader()
    return grader.store.fetch(grader.encoder, texts)
