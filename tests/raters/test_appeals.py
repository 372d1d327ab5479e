"""A candidate asks for a person's look at a point; a reviewer answers, and the score follows by a row."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from grading.models import Appeal, AppealState, Override
from grading.progress.export import export_of
from grading.raters.appealing import answer_appeal
from interview.accounts.models import User
from interview.models import RequestError
from interview.practice.answer import Answer
from interview.practice.session import Mode
from tests.factories import answer_of, make_session
from tests.raters.conftest import GradedAnswer, browser_of, grade_of


def address(answer: Answer, key: str = "gamma") -> str:
    point = answer.turn.version.points.get(key=key)
    return reverse("appeal", args=[grade_of(answer).pk, point.pk])


def ask(client: Client, answer: Answer, reason: str = "I said gamma in other words."):
    return client.post(address(answer), {"reason": reason})


def report(client: Client, answer: Answer) -> str:
    return client.get(reverse("report", args=[answer.turn.session_id])).content.decode()


def test_it_goes_from_the_report_to_a_reviewer_and_back(
    client: Client, alice: User, reviewer: User, graded: GradedAnswer
) -> None:
    answer = graded("alpha and beta")
    assert address(answer) in report(client, answer)
    ask(client, answer)
    assert "a reviewer answers here" in report(client, answer)

    desk = browser_of(reviewer)
    assert "I said gamma in other words." in desk.get(reverse("raters-appeals")).content.decode()
    appeal = Appeal.objects.get()
    page = desk.get(reverse("raters-appeal", args=[appeal.pk])).content.decode()
    assert alice.email not in page
    assert "alpha and beta" in page
    desk.post(
        reverse("raters-appeal", args=[appeal.pk]), {"state": "said", "reply": "You are right."}
    )

    home = client.get(reverse("home")).content.decode()
    assert "A reviewer has answered your request" in home
    page = report(client, answer)
    assert "You are right." in page
    assert "75" in page
    assert "A reviewer has answered" not in client.get(reverse("home")).content.decode()


def test_it_is_left_as_it_was_with_a_reason(
    client: Client, reviewer: User, graded: GradedAnswer
) -> None:
    answer = graded()
    ask(client, answer)
    answer_appeal(Appeal.objects.get(), state="not_said", reply="It is not there.", by=reviewer)
    appeal = Appeal.objects.get()
    assert (appeal.state, appeal.override) == (AppealState.KEPT, None)
    assert not Override.objects.exists()
    assert "It is not there." in report(client, answer)


def test_it_is_asked_once(client: Client, graded: GradedAnswer) -> None:
    answer = graded()
    ask(client, answer)
    ask(client, answer, "Again")
    assert [row.reason for row in Appeal.objects.all()] == ["I said gamma in other words."]
    assert "You have asked for this point" in client.get(address(answer)).content.decode()


def test_it_keeps_what_was_written_when_the_reason_is_refused(
    client: Client, reviewer: User, graded: GradedAnswer
) -> None:
    answer = graded()
    long = "because " * 200
    reply = ask(client, answer, long)
    assert reply.status_code == 422
    assert long in reply.content.decode()
    assert "too long" in reply.content.decode()
    assert ask(client, answer, " ").status_code == 422
    ask(client, answer)
    url = reverse("raters-appeal", args=[Appeal.objects.get().pk])
    reply = browser_of(reviewer).post(url, {"state": "said", "reply": ""})
    assert reply.status_code == 422
    assert not Override.objects.exists()


def test_it_is_answered_by_one_of_two(
    client: Client, reviewer: User, curator: User, graded: GradedAnswer
) -> None:
    ask(client, graded())
    first, second = Appeal.objects.get(), Appeal.objects.get()
    answer_appeal(first, state="said", reply="Yes.", by=reviewer)
    with pytest.raises(RequestError):
        answer_appeal(second, state="partly", reply="Half.", by=curator)
    assert [row.state for row in Override.objects.all()] == ["said"]


def test_it_is_nobody_elses(
    client: Client, outsider: Client, anonymous: Client, graded: GradedAnswer
) -> None:
    answer = graded()
    ask(client, answer)
    pk = Appeal.objects.get().pk
    assert outsider.get(address(answer)).status_code == 404
    assert ask(outsider, answer).status_code == 404
    assert "/login/" in anonymous.get(address(answer))["Location"]
    for person in (outsider, client):
        assert person.get(reverse("raters-appeals")).status_code == 404
        assert person.get(reverse("raters-appeal", args=[pk])).status_code == 404
        assert person.post(reverse("raters-appeal", args=[pk]), {"reply": "x"}).status_code == 404


def test_it_is_not_for_graders_or_for_ones_own(
    reviewer: User, curator: User, raters: list[User], graded: GradedAnswer
) -> None:
    own = graded(by=reviewer)
    desk = browser_of(reviewer)
    ask(desk, own)
    url = reverse("raters-appeal", args=[Appeal.objects.get().pk])
    assert desk.get(url).status_code == 404
    assert browser_of(raters[0]).get(url).status_code == 404
    answer_appeal(Appeal.objects.get(), state="said", reply="Yes.", by=curator)
    answered = reverse("raters-appeals") + "?answered=1"
    assert url in browser_of(curator).get(answered).content.decode()
    assert url not in desk.get(answered).content.decode()


def test_it_waits_for_the_end_of_a_real_session(
    client: Client, alice: User, graded: GradedAnswer
) -> None:
    graded()
    session = make_session(alice, mode=Mode.REAL)
    answer = answer_of(session)
    Answer.objects.filter(pk=answer.pk).update(draft="alpha")
    answer.refresh_from_db()
    answer.submit()
    from grading.tasks import grade_answer

    grade_answer(answer.pk)
    assert client.get(address(answer)).status_code == 404


def test_it_is_throttled(client: Client, graded: GradedAnswer, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"appeal": "1/h/user"}
    cache.clear()
    answer = graded()
    assert ask(client, answer).status_code == 302
    assert ask(client, answer).status_code == 429
    cache.clear()


def test_it_lists_any_number_in_the_same_queries(
    client: Client, reviewer: User, graded: GradedAnswer, django_assert_num_queries
) -> None:
    desk = browser_of(reviewer)

    def measure() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("raters-appeals"))
        return len(queries)

    ask(client, graded(key="Q1"))
    one = measure()
    ask(client, graded(key="Q2"))
    ask(client, graded(key="Q3"))
    assert measure() == one


def test_it_is_exported_with_its_answer_and_the_correction(
    client: Client, alice: User, reviewer: User, graded: GradedAnswer
) -> None:
    ask(client, graded("alpha and beta"))
    answer_appeal(Appeal.objects.get(), state="said", reply="You are right.", by=reviewer)
    (entry,) = export_of(alice)["answers"]
    (grade,) = entry["grades"]
    assert (grade["score"], grade["corrected"]) == (50.0, 75.0)
    (appeal,) = grade["appeals"]
    assert appeal["reason"] == "I said gamma in other words."
    assert appeal["reply"] == "You are right."
    assert [row["point"] for row in entry["corrections"]] == ["gamma"]
    assert reviewer.email not in str(export_of(alice))
