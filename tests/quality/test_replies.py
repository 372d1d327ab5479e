"""Short replies to probes, written by somebody who had seen the probes and no text of the points."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from grading.asked import grade_asked, with_probe
from grading.engine.rubric import Rubric
from grading.engine.verdict import GradeItem
from interview.models import RubricPoint, read_bank
from tests.quality.conftest import Bench

FILE = Path(__file__).parent / "replies.jsonl"
EVERY = 3

States = dict[str, Counter[str]]


@pytest.fixture(scope="module")
def found(bench: Bench) -> States:
    """What becomes of the replies of every third question: by kind, and as replies to another probe."""
    replies = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    chosen = sorted({reply["question"] for reply in replies})[::EVERY]
    replies = [reply for reply in replies if reply["question"] in chosen]
    points = {
        (question.id, point.id): RubricPoint(
            key=point.id,
            probe_ko=point.probe.ko,
            probe_en=point.probe.en,
            dimension=point.dimension,
        )
        for question in read_bank(settings.QUESTION_FOLDER)
        for point in question.points
    }
    asked = defaultdict(set)
    for reply in replies:
        asked[reply["question"]].add(reply["point"])
    put = [(reply["kind"], reply, reply["point"]) for reply in replies]
    put += [
        ("elsewhere", reply, other)
        for reply in replies
        if reply["kind"] == "right"
        for other in asked[reply["question"]] - {reply["point"]}
    ]
    probed = [points[reply["question"], point] for _, reply, point in put]
    items = [
        GradeItem(
            with_probe(stage_of(bench.rubrics[reply["question"]], point), point),
            reply["language"],
            reply["text"],
        )
        for (_, reply, _), point in zip(put, probed, strict=True)
    ]
    states: States = defaultdict(Counter)
    for (kind, _, _), verdict in zip(put, grade_asked(bench.grader, items, probed), strict=True):
        states[kind][verdict.points[0].state] += 1
    return states


def stage_of(rubric: Rubric, asked: RubricPoint) -> Rubric:
    """A case's stage is graded against its own points, and so is a reply to a probe of it."""
    stage = next(point.stage for point in rubric.points if point.key == asked.key)
    return replace(rubric, points=tuple(p for p in rubric.points if p.stage == stage))


def test_most_right_ones_are_credited(found: States) -> None:
    right = found["right"]
    assert right["said"] >= 0.7 * right.total()
    assert right["contradicted"] <= 0.05 * right.total()


@pytest.mark.parametrize("kind", ["wrong", "half", "elsewhere"])
def test_others_are_not(found: States, kind: str) -> None:
    assert found[kind].total() >= 18
    assert found[kind]["said"] <= 0.05 * found[kind].total()
    assert found[kind]["partly"] <= 0.15 * found[kind].total()
