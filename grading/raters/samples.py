"""Answers that people have graded here, as samples to fit a calibration on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import nan
from typing import cast

from grading.engine.fitting.samples import Sample
from grading.engine.rubric import Language, Rubric
from grading.models import Override, RatedPoint, Rating, RatingState
from grading.pipeline import rubric_of
from grading.raters.scoring import score_of_states
from grading.raters.settling import settle
from interview.models import Answer

KIND = "rated"


def rated_samples(bank: Mapping[str, Rubric]) -> tuple[list[Sample], dict[str, Rubric]]:
    """Return a sample for each answer that people have graded, and their rubrics.

    A reviewer's word stands before what raters settled on. Where two differ and no third one has
    looked, the other points still tell what a state looks like; the sample is not whole and has no
    score. Answers of which reviewers only corrected points are left out until somebody grades them:
    what is corrected is chosen for being wrong, and would teach that the machine mostly is.
    Answers to a version that the bank does not have come with their own rubric, under a name of
    its own.
    """
    states = settled_states()
    graded = set(Rating.objects.done().filter(sequence=1).values_list("answer", flat=True))
    answers = (
        Answer.objects.filter(pk__in=states, stage="", asked_point=None)
        .select_related("turn__session", "turn__version__question")
        .prefetch_related("turn__version__points")
        .order_by("pk")
    )
    samples: list[Sample] = []
    rubrics: dict[str, Rubric] = {}
    for answer in answers:
        version = answer.turn.version
        rubric = rubric_of(version)
        own = {p.key: states[answer.pk][p.key] for p in rubric.points if p.key in states[answer.pk]}
        whole = len(own) == len(rubric.points)
        if not own or not (whole or answer.pk in graded):
            continue
        name = version.question.key
        known = bank.get(name)
        if known is None or known.points != rubric.points:
            name = f"{name}@{version.number}"
            rubrics[name] = rubric
        samples.append(
            Sample(
                id=f"{KIND}-{answer.pk}",
                question=name,
                language=cast(Language, answer.turn.session.language),
                kind=KIND,
                text=answer.text,
                states=own,
                blind=True,
                score=score_of_states(rubric.points, own) if whole else nan,
                whole=whole,
            )
        )
    return samples, rubrics


def settled_states() -> dict[int, dict[str, str]]:
    """Return what people say of each answer's points, as far as they have settled it."""
    given: defaultdict[int, defaultdict[int, dict[str, str]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    rows = RatedPoint.objects.filter(rating__state=RatingState.DONE).order_by()
    for answer, sequence, key, state in rows.values_list(
        "rating__answer", "rating__sequence", "point__key", "state"
    ):
        given[answer][sequence][key] = state
    found = {answer: settle(by[1], by.get(2), by.get(3)) for answer, by in given.items() if 1 in by}
    words = Override.objects.order_by("pk").values_list("answer", "point__key", "state")
    for answer, key, state in words:
        found.setdefault(answer, {})[key] = state
    return found
