"""Review and publishing: by somebody else, of exactly this content, with every check passed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from interview.accounts.models import User
from interview.authoring.drafting import save_draft
from interview.authoring.reviewing import approve, return_to_writer, submit_for_review, take_back
from interview.errors import RequestError
from interview.questions.document import content_of
from interview.questions.models import Question, RubricVersion
from interview.questions.publishing import content_hash, publish
from interview.questions.release import JUDGES, CheckState, ReleaseCheck
from interview.questions.samples import SampleAnswer
from tests.factories import make_session, make_user


def reword(version: RubricVersion, by: User, english: str = "Reworded") -> None:
    content = content_of(version) | {"prompt": {"ko": "바꾼 질문", "en": english}}
    version.revision = save_draft(version, content, revision=version.revision, by=by).revision


def always(_version: RubricVersion) -> bool:
    return True


def judged(version: RubricVersion, state: str, by: User) -> None:
    check = ReleaseCheck.ask(version, "test", content_hash(version), by)
    assert check.claim()
    assert check.finish(CheckState(state), [], {})


def test_it_goes_from_draft_to_published(
    draft: RubricVersion, curator: User, reviewer: User
) -> None:
    reword(draft, curator)
    submit_for_review(draft, curator)
    approve(draft, reviewer, "Good.")
    publish(draft, by=curator)
    old = Question.objects.get().versions.get(number=1)
    assert (draft.state, old.state) == ("published", "retired")
    assert draft.content_hash == content_hash(draft)
    assert Question.objects.get().current == draft
    told = list(draft.events.values_list("kind", "by__email"))
    assert told == [
        ("begun", curator.email),
        ("submitted", curator.email),
        ("approved", reviewer.email),
        ("published", curator.email),
    ]


def test_it_keeps_running_sessions_where_they_began(
    alice: User, draft: RubricVersion, curator: User, reviewer: User
) -> None:
    session = make_session(alice)
    reword(draft, curator)
    submit_for_review(draft, curator)
    approve(draft, reviewer)
    publish(draft, by=curator)
    assert session.turns.get().version.number == 1


def test_it_is_not_approved_by_a_writer(
    draft: RubricVersion, curator: User, reviewer: User
) -> None:
    helper = make_user("helper", role="curator")
    reword(draft, helper)
    submit_for_review(draft, curator)
    for writer in (curator, helper):
        with pytest.raises(RequestError, match="cannot approve"):
            approve(draft, writer)
    with pytest.raises(RequestError, match="approve this very content"):
        publish(draft, by=curator)


def test_it_needs_a_new_approval_after_a_change(
    draft: RubricVersion, curator: User, reviewer: User
) -> None:
    submit_for_review(draft, curator)
    approve(draft, reviewer)
    take_back(draft, curator)
    reword(draft, curator)
    submit_for_review(draft, curator)
    with pytest.raises(RequestError, match="approve this very content"):
        publish(draft, by=curator)


def test_it_forgets_an_approval_once_sent_back(
    draft: RubricVersion, curator: User, reviewer: User
) -> None:
    submit_for_review(draft, curator)
    approve(draft, reviewer)
    with pytest.raises(RequestError, match="Say what"):
        return_to_writer(draft, reviewer, " ")
    return_to_writer(draft, reviewer, "The second point is two points.")
    submit_for_review(draft, curator)
    with pytest.raises(RequestError, match="approve this very content"):
        publish(draft, by=curator)


def test_it_is_not_published_without_a_passed_check(
    draft: RubricVersion, curator: User, reviewer: User
) -> None:
    JUDGES["test"] = always
    submit_for_review(draft, curator)
    approve(draft, reviewer)
    with pytest.raises(RequestError, match="has not passed"):
        publish(draft, by=curator)
    judged(draft, "failed", curator)
    with pytest.raises(RequestError, match="has not passed"):
        publish(draft, by=curator)
    judged(draft, "passed", curator)
    publish(draft, by=curator)
    assert draft.state == "published"


def test_it_does_not_take_a_check_of_other_content(
    draft: RubricVersion, curator: User, reviewer: User
) -> None:
    JUDGES["test"] = always
    submit_for_review(draft, curator)
    judged(draft, "passed", curator)
    take_back(draft, curator)
    reword(draft, curator)
    submit_for_review(draft, curator)
    approve(draft, reviewer)
    with pytest.raises(RequestError, match="has not passed"):
        publish(draft, by=curator)


def test_it_runs_a_check_once(draft: RubricVersion, curator: User) -> None:
    first = ReleaseCheck.ask(draft, "test", "hash", curator)
    assert ReleaseCheck.ask(draft, "test", "hash", curator) == first
    assert first.claim()
    assert not ReleaseCheck.objects.get().claim()
    assert first.finish(CheckState.PASSED, [], {})
    assert not first.finish(CheckState.FAILED, [], {})


def test_it_does_not_send_what_is_incomplete_into_review(
    draft: RubricVersion, curator: User
) -> None:
    save_draft(draft, content_of(draft) | {"points": []}, revision=0, by=curator)
    with pytest.raises(RequestError, match="at least four points"):
        submit_for_review(draft, curator)


@pytest.mark.parametrize("state", ["draft", "in_review", "discarded"])
def test_it_never_comes_back_from_published(draft: RubricVersion, state: str) -> None:
    sql = "UPDATE interview_rubricversion SET state = %s WHERE number = 1"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [state])


def test_it_is_done_by_buttons(
    desk: Client, draft: RubricVersion, curator: User, reviewer: User
) -> None:
    def act(browser: Client, name: str, **form: str) -> str:
        url = reverse("curation-act", args=[draft.pk, name])
        return browser.post(url, form, follow=True).content.decode()

    other = Client()
    other.force_login(reviewer)
    assert "Waits for the approval" in act(desk, "submit")
    assert "cannot approve" in act(desk, "approve")
    assert "Approved by" in act(other, "approve")
    assert "Published" in act(desk, "publish")
    assert Question.objects.get().current == draft
    assert other.post(reverse("curation-act", args=[draft.pk, "discard"])).status_code == 403


def test_it_refuses_acts_of_outsiders(outsider: Client, draft: RubricVersion) -> None:
    for act in ("submit", "approve", "return", "publish", "discard", "take_back", "check"):
        assert outsider.post(reverse("curation-act", args=[draft.pk, act])).status_code == 404


def test_it_does_not_take_a_check_of_other_labelled_answers(
    draft: RubricVersion, curator: User, reviewer: User, desk: Client
) -> None:
    JUDGES["test"] = always
    sample = SampleAnswer.objects.create(
        question=draft.question, key="Q1-s1", language="en", kind="vague", text="x", score=5
    )
    submit_for_review(draft, curator)
    judged(draft, CheckState.PASSED, curator)
    approve(draft, reviewer)
    page = reverse("curation-version", args=[draft.pk])
    assert b"labelled answers have changed" not in desk.get(page).content
    sample.text = "All of it, and better than the strong one."
    sample.save()
    assert b"labelled answers have changed" in desk.get(page).content
    with pytest.raises(RequestError, match="labelled answers have changed"):
        publish(draft, by=curator)
    judged(draft, CheckState.PASSED, curator)
    sample.delete()
    with pytest.raises(RequestError, match="labelled answers have changed"):
        publish(draft, by=curator)
    judged(draft, CheckState.PASSED, curator)
    publish(draft, by=curator)
    assert draft.state == "published"


def test_it_leaves_the_page_alone_until_something_has_happened(
    draft: RubricVersion, curator: User, reviewer: User, desk: Client
) -> None:
    submit_for_review(draft, curator)
    url = reverse("curation-release", args=[draft.pk])
    first = desk.get(url)
    assert desk.get(url, {"seen": first.context["seen"]}).status_code == 204
    approve(draft, reviewer)
    second = desk.get(url, {"seen": first.context["seen"]})
    assert "Approved by" in second.content.decode()
    return_to_writer(draft, reviewer, "Once more.")
    third = desk.get(url, {"seen": second.context["seen"]}).content.decode()
    assert "This version has moved on: Draft." in third
    assert "Publish" not in third


def test_it_keeps_a_reason_that_came_too_late(
    draft: RubricVersion, curator: User, reviewer: User
) -> None:
    submit_for_review(draft, curator)
    take_back(draft, curator)
    browser = Client()
    browser.force_login(reviewer)
    url = reverse("curation-act", args=[draft.pk, "return"])
    sent = {"note": "Mend the second point.\x00"}
    page = browser.post(url, sent, follow=True).content.decode()
    assert "This version is not in review." in page
    assert "What you wrote: Mend the second point." in page
