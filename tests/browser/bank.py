"""A few real questions, loaded where a whole bank would only take time."""

from __future__ import annotations

from django.conf import settings

from interview.questions.files import read_labelled, read_question
from interview.questions.importing import load_questions, load_topics
from interview.questions.samples import load_samples

FEW = ("A2.13", "A2.16", "A2.20")


def load_few() -> None:
    load_topics(settings.SYLLABUS_FILE)
    folder = settings.QUESTION_FOLDER / "fundamentals"
    load_questions(read_question(next(folder.glob(f"{key}-*.yaml"))) for key in FEW)


def load_labelled() -> None:
    """Load the few questions with their labelled answers."""
    load_few()
    labelled = read_labelled(settings.LABELLED_FOLDER)
    load_samples([answer for answer in labelled if answer.question in FEW])
