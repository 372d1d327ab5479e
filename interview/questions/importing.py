"""Loading question files: what is new becomes a new version, what is the same is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Max

from interview.questions.models import Question, RubricPoint, RubricVersion, Topic
from interview.questions.publishing import publish_from_file
from interview.questions.schema import PointFile, QuestionFile

SYLLABUS_ROUNDS = {
    "phone_screen": "phone_screen",
    "fundamentals": "fundamentals",
    "design_patterns": "fundamentals",
    "coding": "coding",
    "system_design_topics": "system_design",
    "system_design_cases": "system_design",
}


@dataclass(frozen=True)
class Loaded:
    """How many questions were new, got a new version, or were as they are."""

    created: int
    updated: int
    unchanged: int


def load_topics(syllabus: Path) -> None:
    """Write the syllabus's topics, in its order."""
    outline: dict[str, Any] = yaml.safe_load(syllabus.read_text(encoding="utf-8"))
    topics = [
        Topic(
            key=entry["id"],
            round=round_name,
            group=entry.get("group", ""),
            name_ko=entry["ko"],
            name_en=entry["en"],
            position=0,
        )
        for part, round_name in SYLLABUS_ROUNDS.items()
        for entry in outline[part]
    ]
    for position, topic in enumerate(topics):
        topic.position = position
    Topic.objects.bulk_create(
        topics,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["position", "round", "group", "name_ko", "name_en"],
    )


def load_questions(files: Iterable[QuestionFile]) -> Loaded:
    """Bring the database to what the files say, all or nothing, without changing a published text."""
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    with transaction.atomic():
        topics = {topic.key: topic for topic in Topic.objects.all()}
        questions = {
            question.key: question
            for question in Question.objects.select_for_update(of=["self"]).select_related(
                "current"
            )
        }
        for file in files:
            counts[load_question(file, topics[file.topic], questions.get(file.id))] += 1
    return Loaded(**counts)


def load_question(file: QuestionFile, topic: Topic, known: Question | None) -> str:
    fields = {
        "slug": file.slug,
        "topic": topic,
        "round": file.round,
        "level": file.level,
        "minutes": file.minutes,
    }
    if known is None:
        known = Question.objects.create(key=file.id, **fields)
        outcome = "created"
    else:
        outcome = "unchanged"
        if any(getattr(known, name) != value for name, value in fields.items()):
            Question.objects.filter(pk=known.pk).update(**fields)
            outcome = "updated"
    if known.current is not None and known.current.source_hash == file.source_hash():
        return outcome
    last = known.versions.aggregate(last=Max("number"))["last"] or 0
    version = write_version(file, known, number=last + 1)
    publish_from_file(version)
    return "created" if last == 0 else "updated"


def write_version(file: QuestionFile, question: Question, *, number: int) -> RubricVersion:
    version = RubricVersion.objects.create(
        question=question,
        number=number,
        prompt_ko=file.prompt.ko,
        prompt_en=file.prompt.en,
        model_answer_ko=file.model_answer.ko,
        model_answer_en=file.model_answer.en,
        hints=[hint.model_dump() for hint in file.hints],
        facts=[fact.model_dump() for fact in file.facts],
        coding=file.coding.model_dump(mode="json") if file.coding else None,
        source_hash=file.source_hash(),
    )
    RubricPoint.objects.bulk_create(
        point_row(point, version, position) for position, point in enumerate(file.points)
    )
    return version


def point_row(point: PointFile, version: RubricVersion, position: int) -> RubricPoint:
    return RubricPoint(
        version=version,
        key=point.id,
        position=position,
        stage=point.stage or "",
        dimension=point.dimension,
        weight=point.weight,
        required=point.required,
        text_ko=point.text.ko,
        text_en=point.text.en,
        probe_ko=point.probe.ko,
        probe_en=point.probe.en,
        phrasings=point.phrasings.model_dump(),
        contrasts=[contrast.model_dump() for contrast in point.contrasts],
    )
