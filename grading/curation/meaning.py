"""Nearness of meaning: points of a draft that are too alike, and what in the bank is about a text."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from grading import pipeline
from grading.backends.errors import BackendError
from grading.models import JobState, MeaningCheck, MeaningSearch
from interview.models import Question, RubricPoint, RubricVersion

# beyond all but one in two hundred pairs of the bank's own points
TOO_ALIKE = 0.62
FOUND = 20


def run_meaning_check(version_id: int) -> None:
    """Compare the points of the draft as it stands; the row says of which revision it speaks."""
    version = RubricVersion.objects.prefetch_related("points").filter(pk=version_id).first()
    if version is None:
        return
    check, _made = MeaningCheck.objects.get_or_create(version=version)
    if check.revision == version.revision and check.state == JobState.DONE:
        return
    MeaningCheck.objects.filter(pk=check.pk).update(state=JobState.WAITING)
    for row in MeaningCheck.objects.claim([check.pk]):
        try:
            findings = alike(list(version.points.all()))
        except BackendError:
            row.finish(JobState.BROKEN)
            continue
        row.finish(findings=findings, revision=version.revision)


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
            search.finish(found=nearest(search.text))
        except BackendError:
            search.finish(JobState.BROKEN)


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
