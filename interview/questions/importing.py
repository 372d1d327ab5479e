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
        loaded, touched = loaded_last(), touched_by_people()
        for file in files:
            known = questions.get(file.id)
            fresh = known is None or loaded.get(known.pk) != file.source_hash()
            kept = known is not None and known.pk in touched
            counts[load_question(file, topics[file.topic], known, fresh=fresh, kept=kept)] += 1
    return Loaded(**counts)


def loaded_last() -> dict[int, str]:
    """Return the hash of the file that each question came from last.

    What was published in the browser since then stands: the same file brings nothing new.
    """
    from_files = RubricVersion.objects.exclude(source_hash="").order_by("question", "number")
    return dict(from_files.values_list("question", "source_hash"))


def touched_by_people() -> set[int]:
    """Return the questions that somebody has changed in the browser; files leave no history."""
    rows = Question.history.filter(history_user__isnull=False)
    return set(rows.values_list("id", flat=True).distinct())


def load_question(
    file: QuestionFile, topic: Topic, known: Question | None, *, fresh: bool, kept: bool
) -> str:
    """Write one question; `fresh` if its file is not the one that was loaded last, `kept` if its
    frame is somebody's own by now and only follows a file that brings something new."""
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
        if (fresh or not kept) and any(getattr(known, n) != value for n, value in fields.items()):
            Question.objects.filter(pk=known.pk).update(**fields)
            outcome = "updated"
    if not fresh:
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
