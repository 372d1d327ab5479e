"""Files that are loaded again, as at every start, take nothing back that was done in the browser."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from interview.accounts.models import User
from interview.authoring.drafting import save_draft
from interview.authoring.reviewing import approve, submit_for_review
from interview.questions.document import content_of
from interview.questions.models import Question, RubricVersion
from interview.questions.publishing import publish
from interview.questions.samples import SampleAnswer, load_samples
from interview.questions.schema import LabelledAnswer
from tests.factories import make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(draft: RubricVersion, curator: User, reviewer: User) -> RubricVersion:
    content = content_of(draft) | {"prompt": {"ko": "고친 질문", "en": "Mended"}}
    save_draft(draft, content, revision=draft.revision, by=curator)
    submit_for_review(draft, curator)
    approve(draft, reviewer)
    publish(draft, by=curator)
    return draft


def test_it_keeps_what_was_published_in_the_browser(published: RubricVersion) -> None:
    assert make_question("Q1").current == published


def test_it_publishes_what_a_changed_file_brings(published: RubricVersion) -> None:
    file = {"prompt": {"ko": "새 파일", "en": "A new file"}}
    assert make_question("Q1", **file).current.prompt_en == "A new file"
    assert make_question("Q1", **file).versions.count() == 3


def test_it_keeps_a_question_s_frame(desk: Client, draft: RubricVersion) -> None:
    frame = {"level": "senior", "minutes": 12, "slug": "mine"}
    desk.post(reverse("curation-frame", args=["Q1"]), frame)
    assert make_question("Q1").level == "senior"
    changed = make_question("Q1", level="junior", prompt={"ko": "새 파일", "en": "A new file"})
    assert changed.level == "junior"


def labelled(text: str) -> LabelledAnswer:
    return LabelledAnswer.model_validate(
        {
            "id": "Q1-1", "question": "Q1", "language": "en", "kind": "strong", "text": text,
            "score": 90, "states": {"alpha": "said"},
        }
    )  # fmt: skip


def test_it_keeps_labelled_answers_as_people_left_them(draft: RubricVersion) -> None:
    load_samples([labelled("first")])
    load_samples([labelled("second")])
    sample = SampleAnswer.objects.get()
    assert sample.text == "second"
    sample.text = "mine"
    sample.save()
    load_samples([labelled("third")])
    assert SampleAnswer.objects.get().text == "mine"
    sample.delete()
    load_samples([labelled("third")])
    assert not SampleAnswer.objects.exists()
    assert Question.objects.get().key == "Q1"
