"""Drafts: saved under a revision, never over somebody else's words, with their history kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interview.accounts.models import User
from interview.authoring.drafting import StaleSave, begin_draft, discard_draft, save_draft
from interview.authoring.shape import shaped
from interview.errors import RequestError
from interview.questions.document import content_of, document_of, file_of
from interview.questions.models import Question, RubricVersion
from interview.questions.publishing import content_hash
from tests.factories import make_question


def changed(version: RubricVersion, **fields: object) -> dict[str, object]:
    return content_of(version) | fields


def test_it_begins_with_what_is_published(draft: RubricVersion) -> None:
    published = Question.objects.get().current
    assert (draft.number, draft.state) == (2, "draft")
    assert content_hash(draft) == content_hash(published)


def test_it_opens_the_draft_there_is(draft: RubricVersion, curator: User) -> None:
    assert begin_draft(draft.question, curator) == draft


def test_it_saves_what_a_page_sends(desk: Client, draft: RubricVersion) -> None:
    sent = changed(draft, prompt={"ko": "새 질문", "en": "A new question"})
    reply = desk.post(
        reverse("curation-save", args=[draft.pk]),
        json.dumps({"revision": 0, "document": sent}),
        content_type="application/json",
    )
    draft.refresh_from_db()
    assert reply.json()["revision"] == draft.revision == 1
    assert (draft.prompt_en, reply.json()["findings"]) == ("A new question", [])


def test_it_saves_the_same_twice_as_once(draft: RubricVersion, curator: User) -> None:
    sent = changed(draft, prompt={"ko": "새 질문", "en": "New"})
    assert save_draft(draft, sent, revision=0, by=curator).revision == 1
    assert save_draft(draft, sent, revision=0, by=curator).revision == 1


def test_it_never_writes_over_a_newer_text(
    desk: Client, draft: RubricVersion, curator: User, reviewer: User
) -> None:
    save_draft(
        draft, changed(draft, prompt={"ko": "하나", "en": "Theirs"}), revision=0, by=reviewer
    )
    with pytest.raises(StaleSave):
        save_draft(draft, changed(draft, prompt={"ko": "둘", "en": "Mine"}), revision=0, by=curator)
    sent = {"revision": 0, "document": changed(draft, prompt={"ko": "둘", "en": "Mine"})}
    url = reverse("curation-save", args=[draft.pk])
    reply = desk.post(url, json.dumps(sent), content_type="application/json")
    assert reply.status_code == 409
    assert reply.json()["document"]["prompt"]["en"] == "Theirs"
    assert RubricVersion.objects.get(pk=draft.pk).prompt_en == "Theirs"


def test_it_keeps_half_written_points(draft: RubricVersion, curator: User) -> None:
    points = [*content_of(draft)["points"], {"text": {"en": "Momentum damps the zigzag."}}, {}]
    row = save_draft(draft, changed(draft, points=points), revision=0, by=curator)
    keys = list(row.points.values_list("key", flat=True))
    assert keys[4:] == ["momentum-damps-the-zigzag", "point-6"]


def test_it_gives_two_points_of_one_name_two_keys(draft: RubricVersion, curator: User) -> None:
    points = content_of(draft)["points"]
    points[1]["id"] = points[0]["id"]
    row = save_draft(draft, changed(draft, points=points), revision=0, by=curator)
    assert list(row.points.values_list("key", flat=True))[:2] == ["alpha", "alpha-2"]


@pytest.mark.parametrize(
    "sent",
    [
        "[]",
        "{",
        '{"revision": 0}',
        '{"revision": "x", "document": {}}',
        '{"revision": 0, "document": {"points": "x"}}',
        '{"revision": 0, "document": {"points": [1]}}',
        '{"revision": 0, "document": {"prompt": {"ko": 4}}}',
        '{"revision": Infinity, "document": {}}',
        "[" * 100_000,
    ],
)
def test_it_refuses_what_is_no_draft(desk: Client, draft: RubricVersion, sent: str) -> None:
    url = reverse("curation-save", args=[draft.pk])
    reply = desk.post(
        url, sent, content_type="application/json", headers={"accept": "application/json"}
    )
    assert reply.status_code == 400
    assert RubricVersion.objects.get(pk=draft.pk).points.count() == 4


def test_it_remembers_each_stretch_of_writing(
    draft: RubricVersion, curator: User, reviewer: User
) -> None:
    for number in range(3):
        sent = changed(draft, prompt={"ko": f"질문 {number}", "en": f"Q {number}"})
        save_draft(draft, sent, revision=number, by=curator)
    sent = changed(draft, prompt={"ko": "질문", "en": "By another"})
    save_draft(draft, sent, revision=3, by=reviewer)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        sent = changed(draft, prompt={"ko": "질문", "en": "Later"})
        save_draft(draft, sent, revision=4, by=reviewer)
    kept = [(save.by, save.document["prompt"]["en"]) for save in draft.saves.all()]
    assert kept == [(curator, "Q 2"), (reviewer, "By another"), (reviewer, "Later")]


def test_it_puts_a_draft_away_without_deleting_it(draft: RubricVersion, curator: User) -> None:
    discard_draft(draft, curator)
    assert (draft.state, draft.points.count()) == ("discarded", 4)
    with pytest.raises(RequestError, match="not a draft any more"):
        save_draft(draft, content_of(draft) | {"points": []}, revision=0, by=curator)
    assert begin_draft(draft.question, curator).number == 3


def test_it_survives_the_way_through_a_document(draft: RubricVersion) -> None:
    assert shaped(content_of(draft)) == shaped(shaped(content_of(draft)))
    assert file_of(draft).source_hash() == make_question("Q1").current.source_hash
    assert document_of(draft)["topic"] == "Q1"


def test_it_is_not_there_for_others(outsider: Client, draft: RubricVersion) -> None:
    assert outsider.get(reverse("curation-version", args=[draft.pk])).status_code == 404
    assert outsider.post(reverse("curation-save", args=[draft.pk])).status_code == 404
    assert outsider.get(reverse("curation-question", args=["Q1"])).status_code == 404
    assert outsider.get(reverse("curation")).status_code == 404
    assert outsider.post(reverse("curation-begin", args=["Q1"])).status_code == 404


def test_it_lets_a_reviewer_read_but_not_write(draft: RubricVersion, reviewer: User) -> None:
    browser = Client()
    browser.force_login(reviewer)
    page = browser.get(reverse("curation-version", args=[draft.pk]))
    assert page.status_code == 200
    assert b"data-save-url" not in page.content
    assert browser.post(reverse("curation-save", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b", float("nan")])
def test_it_refuses_what_cannot_be_stored(desk: Client, draft: RubricVersion, bad: object) -> None:
    for sent in (
        changed(draft, coding={"tests": [{"name": bad}]}),
        changed(draft, prompt={"ko": "질문", "en": bad}),
    ):
        reply = desk.post(
            reverse("curation-save", args=[draft.pk]),
            json.dumps({"revision": 0, "document": sent}),
            content_type="application/json",
        )
        assert reply.status_code == 400
    assert RubricVersion.objects.get(pk=draft.pk).revision == 0
