"""Curation's lists: found by words, topic, state and health, in a fixed number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interview.accounts.models import User
from interview.authoring.drafting import begin_draft, save_draft
from interview.authoring.runs import ImportRun
from interview.questions.document import content_of
from interview.questions.models import Question, RubricVersion, Topic
from interview.questions.samples import SampleAnswer
from tests.factories import make_question, make_user


def keys(desk: Client, **search: str) -> list[str]:
    page = desk.get(reverse("curation"), search).context["page"]
    return [question.key for question in page]


def test_it_finds_questions(desk: Client, draft: RubricVersion) -> None:
    make_question("Q2", level="senior", prompt={"ko": "부스팅이란?", "en": "What is boosting?"})
    make_question("Q3").withdraw()
    assert keys(desk) == ["Q1", "Q2", "Q3"]
    assert keys(desk, q="boosting") == keys(desk, q="부스팅") == ["Q2"]
    assert keys(desk, q="claim alpha") == ["Q1", "Q2", "Q3"]
    assert keys(desk, level="senior") == keys(desk, topic="Q2") == ["Q2"]
    assert keys(desk, state="draft") == ["Q1"]
    assert keys(desk, state="withdrawn") == ["Q3"]
    assert keys(desk, level="nonsense") == ["Q1", "Q2", "Q3"]


def test_it_is_reached_from_the_administration(desk: Client) -> None:
    question = make_question("Q1")
    url = reverse("curation-question", args=["Q1"])
    assert reverse("curation").encode() in desk.get(reverse("admin:index")).content
    page = desk.get(reverse("admin:interview_question_change", args=[question.pk])).content
    assert b"/admin/r/" in page
    assert question.get_absolute_url() == url


def test_it_finds_what_lacks_answers(desk: Client) -> None:
    question = make_question("Q1")
    make_question("Q2")
    for number in range(6):
        SampleAnswer.objects.create(
            question=question, key=f"Q1-{number}", language="ko" if number else "en",
            kind="strong", text="x", score=90,
        )  # fmt: skip
    assert keys(desk, health="few") == keys(desk, health="one_language") == ["Q2"]


def test_it_lists_any_number_in_as_many_queries(
    desk: Client, django_assert_num_queries, curator: User
) -> None:
    make_question("Q1")
    url = reverse("curation")
    desk.get(url)
    with django_assert_num_queries(5):
        desk.get(url)
    for number in range(2, 12):
        begin_draft(make_question(f"Q{number}"), curator)
    with django_assert_num_queries(5):
        desk.get(url)


def test_it_shows_a_question_in_as_many_queries(
    desk: Client, draft: RubricVersion, django_assert_num_queries, curator: User
) -> None:
    url = reverse("curation-question", args=["Q1"])
    desk.get(url)
    with django_assert_num_queries(7):
        desk.get(url)
    for number in range(3):
        make_question("Q1", prompt={"ko": f"질문 {number}", "en": f"Question {number}"})
    with django_assert_num_queries(7):
        assert b"v5" in desk.get(url).content


def queries_of(desk: Client, url: str) -> int:
    desk.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(url).status_code == 200
    return len(asked)


def test_it_lists_answers_imports_and_points_in_as_many_queries(
    desk: Client, draft: RubricVersion, curator: User
) -> None:
    def fill(name: str) -> None:
        SampleAnswer.objects.create(
            question=draft.question, key=f"Q1-{name}", language="en", kind="strong",
            text="x", score=90,
        )  # fmt: skip
        question = make_question(f"Q2{len(name)}")
        run = ImportRun.objects.create(
            by=make_user(name, role="curator"), file_name=name, ran_at=timezone.now(),
            report=[{"number": 1, "key": question.key, "outcome": "new", "errors": []}],
        )  # fmt: skip
        run.versions.add(begin_draft(question, curator))
        save_draft(
            draft, content_of(draft) | {"prompt": {"ko": "왜?", "en": name}},
            revision=draft.revision, by=run.by,
        )  # fmt: skip
        draft.refresh_from_db()

    fill("a")
    urls = [
        reverse("curation-samples", args=["Q1"]),
        reverse("curation-transfer"),
        reverse("curation-import", args=[ImportRun.objects.get().pk]),
        reverse("curation-points") + "?q=claim",
        reverse("curation-changes", args=["Q1"]),
        reverse("curation-version", args=[draft.pk]),
    ]
    before = [queries_of(desk, url) for url in urls]
    for length in range(2, 7):
        fill("b" * length)
    assert [queries_of(desk, url) for url in urls] == before
    assert max(before) <= 10


def test_it_begins_a_question(desk: Client) -> None:
    topic = Topic.objects.create(
        key="A2.99", position=1, round="fundamentals", name_ko="주제", name_en="Topic"
    )
    form = {
        "key": "A2.99", "topic": topic.pk, "round": "fundamentals", "level": "mid",
        "minutes": "8", "slug": "new-one",
    }  # fmt: skip
    assert desk.post(reverse("curation-new"), form | {"key": "A3.1"}).status_code == 422
    page = desk.post(reverse("curation-new"), form, follow=True)
    assert b"data-save-url" in page.content
    question = Question.objects.get()
    assert (question.current, question.versions.get().state) == (None, "draft")


def test_it_changes_the_frame_and_remembers_who(desk: Client, curator: User) -> None:
    make_question("Q1")
    form = {"level": "senior", "minutes": "12", "slug": "other"}
    desk.post(reverse("curation-frame", args=["Q1"]), form)
    desk.post(reverse("curation-offer", args=["Q1"]), {"act": "withdraw"})
    question = Question.objects.get()
    assert (question.level, question.minutes) == ("senior", 12)
    assert question.withdrawn_at is not None
    assert {change.history_user for change in question.history.all()[:2]} == {curator}


def test_it_keeps_what_was_written_when_a_frame_is_refused(desk: Client) -> None:
    question = make_question("Q1")
    form = {"level": "senior", "minutes": "99", "slug": "a-better-name"}
    reply = desk.post(reverse("curation-frame", args=["Q1"]), form)
    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Minutes: " in page
    assert 'value="a-better-name"' in page
    assert question.slug in page.split("<h1>")[1].split("</h1>")[0]
    assert Question.objects.get().minutes == 8


@pytest.mark.parametrize("name", ["curation", "curation-points", "curation-by-meaning"])
def test_it_searches_for_nothing_that_cannot_be_stored(desk: Client, name: str) -> None:
    make_question("Q1")
    assert desk.get(reverse(name), {"q": "Q1\x00"}).status_code == 200


def test_it_offers_points_of_the_bank(desk: Client) -> None:
    make_question("Q1")
    make_question("Q2")
    url = reverse("curation-points")
    page = desk.get(url, {"q": "claim alpha"}, headers={"hx-request": "true"})
    assert page.content.count(b"data-take") == 2
    assert b"Type what" in desk.get(url).content
    assert desk.get(url, {"q": "Q2"}).content.count(b"Q2") >= 4


def test_it_shows_what_differs_word_by_word(
    desk: Client, draft: RubricVersion, curator: User
) -> None:
    points = content_of(draft)["points"]
    points[0]["text"]["en"] = "The claim alpha never holds."
    points.reverse()
    save_draft(draft, content_of(draft) | {"points": points}, revision=0, by=curator)
    page = desk.get(reverse("curation-changes", args=["Q1"]), {"from": "1", "to": "2"})
    text = page.content.decode()
    assert "<ins>never </ins>" in text
    assert [change.place for change in page.context["changes"]] == [
        "points.alpha.text",
        "points.order",
    ]
    saved = draft.saves.get()
    both = {"from": "2", "to": f"s{saved.pk}"}
    assert b"They are the same" in desk.get(page.request["PATH_INFO"], both).content
    assert desk.get(page.request["PATH_INFO"], {"from": "77"}).status_code == 404


def test_it_writes_labelled_answers(desk: Client, draft: RubricVersion, curator: User) -> None:
    url = reverse("curation-sample-new", args=["Q1"])
    form = {"kind": "strong", "language": "en", "text": "alpha and beta", "score": "90"}
    refused = desk.post(url, form | {"score": "101"})
    assert refused.status_code == 422
    assert b"alpha and beta" in refused.content
    desk.post(url, form | {"state-alpha": "said"})
    sample = SampleAnswer.objects.get()
    assert (sample.key, sample.states["alpha"], sample.states["beta"]) == (
        "Q1-s1",
        "said",
        "not_said",
    )
    desk.post(reverse("curation-sample", args=["Q1", sample.pk]), form | {"score": "80"})
    assert [row.score for row in sample.history.all()] == [80, 90]
    assert sample.history.first().history_user == curator
    assert b"Q1-s1" in desk.get(reverse("curation-samples", args=["Q1"])).content
    desk.post(reverse("curation-sample-delete", args=["Q1", sample.pk]))
    assert not SampleAnswer.objects.exists()


@pytest.mark.parametrize(
    "name", ["curation-samples", "curation-sample-new", "curation-changes", "curation-question"]
)
def test_it_is_not_there_for_outsiders(outsider: Client, draft: RubricVersion, name: str) -> None:
    assert outsider.get(reverse(name, args=["Q1"])).status_code == 404
    assert outsider.get(reverse("curation-points")).status_code == 404
    assert outsider.get(reverse("curation-new")).status_code == 404


def test_it_tells_two_who_change_one_labelled_answer(desk: Client, draft: RubricVersion) -> None:
    sample = SampleAnswer.objects.create(
        question=draft.question, key="Q1-s1", language="en", kind="vague", text="x", score=5
    )
    url = reverse("curation-sample", args=["Q1", sample.pk])
    form = {"kind": "vague", "language": "en", "score": "5"}
    one, other = (desk.get(url).context["seen"] for _ in range(2))
    assert desk.post(url, form | {"text": "By the first.", "seen": one}).status_code == 302
    late = desk.post(url, form | {"text": "By the second.", "seen": other})
    assert late.status_code == 422
    assert "Somebody has changed this answer" in late.content.decode()
    assert "By the second." in late.content.decode()
    assert SampleAnswer.objects.get().text == "By the first."
    again = form | {"text": "By the second.", "seen": late.context["seen"]}
    assert desk.post(url, again).status_code == 302
    assert SampleAnswer.objects.get().text == "By the second."


def test_it_knows_no_question_whose_key_cannot_be_stored(desk: Client) -> None:
    for address in ("/curation/questions/Q%00/", "/curation/questions/Q%00/answers/"):
        assert desk.get(address).status_code == 404
