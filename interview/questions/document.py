"""A rubric version as the document a question file holds, and back again."""

from __future__ import annotations

from typing import Any

from interview.questions.models import RubricPoint, RubricVersion
from interview.questions.schema import QuestionFile

Document = dict[str, Any]


def document_of(version: RubricVersion) -> Document:
    """Return the whole question as plain data, in the order of a question file.

    `version.question.topic` and `version.points` are fetched unless they are loaded.
    """
    question = version.question
    document: Document = {
        "id": question.key,
        "slug": question.slug,
        "round": question.round,
        "level": question.level,
        "minutes": question.minutes,
        "topic": question.topic.key,
    }
    return document | content_of(version)


def content_of(version: RubricVersion) -> Document:
    """Return what the version itself holds: all but what belongs to its question."""
    content: Document = {
        "prompt": {"ko": version.prompt_ko, "en": version.prompt_en},
        "hints": [dict(hint) for hint in version.hints],
        "model_answer": {"ko": version.model_answer_ko, "en": version.model_answer_en},
        "points": [point_document(row) for row in version.points.all()],
    }
    if version.facts:
        content["facts"] = [dict(fact) for fact in version.facts]
    if version.coding is not None:
        content["coding"] = version.coding
    return content


def point_document(row: RubricPoint) -> Document:
    document: Document = {"id": row.key}
    if row.stage:
        document["stage"] = row.stage
    document |= {"dimension": row.dimension, "weight": row.weight}
    if row.required:
        document["required"] = True
    return document | {
        "text": {"ko": row.text_ko, "en": row.text_en},
        "phrasings": {language: list(row.phrasings.get(language, ())) for language in ("ko", "en")},
        "contrasts": [dict(item) for item in row.contrasts],
        "probe": {"ko": row.probe_ko, "en": row.probe_en},
    }


def file_of(version: RubricVersion) -> QuestionFile:
    """Return the version as a question file; pydantic's ValidationError while it is incomplete."""
    return QuestionFile.model_validate(document_of(version))


def write_content(version: RubricVersion, content: Document) -> None:
    """Put a shaped document into the version's rows; the caller holds the lock and saves nothing else."""
    version.prompt_ko, version.prompt_en = content["prompt"]["ko"], content["prompt"]["en"]
    version.model_answer_ko = content["model_answer"]["ko"]
    version.model_answer_en = content["model_answer"]["en"]
    version.hints, version.facts = content["hints"], content.get("facts", [])
    version.coding = content.get("coding")
    version.source_hash = ""
    version.save()
    version.points.all().delete()
    RubricPoint.objects.bulk_create(
        RubricPoint(
            version=version,
            key=point["id"],
            position=position,
            stage=point.get("stage") or "",
            dimension=point["dimension"],
            weight=point["weight"],
            required=point.get("required", False),
            text_ko=point["text"]["ko"],
            text_en=point["text"]["en"],
            probe_ko=point["probe"]["ko"],
            probe_en=point["probe"]["en"],
            phrasings=point["phrasings"],
            contrasts=point["contrasts"],
        )
        for position, point in enumerate(content["points"])
    )
