"""Agreement: counted beforehand, shown in a fixed number of queries, leading to what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grading.models import AgreementCell, Grade, Override, RatedQuestion, Rating
from grading.raters.agreement import worst_points
from grading.raters.summarising import outdated, refresh_question, refresh_sums
from grading.tasks import sweep_ratings
from interview.accounts.models import User
from interview.models import Question
from interview.practice.answer import Answer
from tests.factories import make_user
from tests.raters.conftest import GradedAnswer, browser_of, grade_of

KEYS = ("alpha", "beta", "gamma", "delta")


def rate(answer: Answer, by: User, sequence: int, *said: str, **states: str) -> Rating:
    rating = Rating.objects.create(
        answer=answer, rater=by, sequence=sequence, locked_until=timezone.now()
    )
    points = list(answer.turn.version.points.all())
    wanted = dict.fromkeys(KEYS, "not_said") | dict.fromkeys(said, "said") | states
    rating.save_states({p.pk: wanted[p.key] for p in points}, {})
    rating.finish(points)
    return rating


@pytest.fixture
def answer(graded: GradedAnswer) -> Answer:
    """The machine hears alpha and beta in it."""
    return graded("alpha and beta")


def counted() -> RatedQuestion:
    sweep_ratings()
    return RatedQuestion.objects.get(question__key="Q1")


def test_it_compares_people_with_the_machine(answer: Answer, raters: list[User]) -> None:
    rate(answer, raters[0], 1, "alpha", "gamma")
    row = counted()
    assert (row.compared, row.wrong, row.kappa_machine, row.kappa_people) == (1, 2, 0.0, None)


def test_it_compares_two_people(answer: Answer, raters: list[User]) -> None:
    rate(answer, raters[0], 1, "alpha", "beta")
    rate(answer, raters[1], 2, "alpha", "gamma")
    row = counted()
    assert (row.kappa_people, row.rated_twice, row.conflicts) == (0.0, 1, 1)
    # what they dispute is not held against the machine until a third person has looked
    assert row.wrong == 0
    rate(answer, raters[2], 3, "alpha", "gamma")
    row = counted()
    assert (row.wrong, row.conflicts) == (2, 0)


def test_it_counts_the_same_twice_and_after_everything_was_lost(
    answer: Answer, raters: list[User]
) -> None:
    rate(answer, raters[0], 1, "alpha", "gamma")
    question = Question.objects.get(key="Q1")

    def cells() -> list[Any]:
        rows = AgreementCell.objects.values_list(
            "question", "between", "facet", "value", "one", "other", "n"
        )
        return sorted(rows, key=repr)

    sweep_ratings()
    once = cells()
    refresh_question(question, timezone.now())
    refresh_sums()
    assert cells() == once
    AgreementCell.objects.all().delete()
    RatedQuestion.objects.all().delete()
    sweep_ratings()
    assert cells() == once
    assert sum(n for q, *_, n in once if q is None) == 3 * 4


def test_it_looks_again_only_where_something_happened(
    answer: Answer, raters: list[User], graded: GradedAnswer
) -> None:
    sweep_ratings()
    assert outdated(timezone.now(), 9) == []
    rate(answer, raters[0], 1, "alpha")
    assert [q.key for q in outdated(timezone.now(), 9)] == ["Q1"]
    sweep_ratings()
    Grade.objects.filter(answer=answer).update(finished_at=timezone.now())
    assert [q.key for q in outdated(timezone.now(), 9)] == ["Q1"]
    sweep_ratings()
    graded("alpha", key="Q2", by=make_user("zoe"))
    assert [q.key for q in outdated(timezone.now(), 9)] == ["Q2"]


def test_it_tells_languages_lengths_and_months_apart(answer: Answer, raters: list[User]) -> None:
    rate(answer, raters[0], 1, "alpha", "gamma")
    sweep_ratings()
    found = set(AgreementCell.objects.filter(question=None).values_list("facet", "value"))
    assert found == {
        ("language", "en"),
        ("length", "short"),
        ("month", f"{timezone.now():%Y-%m}"),
    }


def test_it_shows_where_the_machine_is_wrong_and_leads_to_the_rubric(
    answer: Answer, raters: list[User], reviewer: User
) -> None:
    rate(answer, raters[0], 1, "alpha", "gamma")
    sweep_ratings()
    desk = browser_of(reviewer)
    page = desk.get(reverse("raters-agreement"))
    assert [row["value"] for row in page.context["worst"]] == ["beta", "gamma"]
    assert page.context["worst"][0]["editor"] in page.content.decode()
    text = desk.get(reverse("raters-question", args=["Q1"])).content.decode()
    assert "people: said, machine: not said" in text
    assert reverse("raters-answer", args=[answer.pk]) in text


def test_it_decides_by_a_reviewer_on_one_point_or_as_people_said(
    answer: Answer, raters: list[User], reviewer: User, alice: User
) -> None:
    rate(answer, raters[0], 1, "alpha", "gamma")
    desk = browser_of(reviewer)
    url = reverse("raters-answer", args=[answer.pk])
    page = desk.get(url).content.decode()
    assert alice.email not in page
    assert "Let what people said stand on 2 points" in page
    delta = answer.turn.version.points.get(key="delta")
    desk.post(url, {"point": delta.pk, "state": "partly", "reason": "Half of it."})
    desk.post(url, {"people": "1", "reason": "Two of us read it so."})
    states = dict(Override.objects.order_by("pk").values_list("point__key", "state"))
    assert states == {"delta": "partly", "beta": "not_said", "gamma": "said"}
    assert grade_of(answer).figures()[0] == 62.5


def test_it_keeps_what_was_written_when_a_decision_is_refused(
    answer: Answer, reviewer: User
) -> None:
    url = reverse("raters-answer", args=[answer.pk])
    desk = browser_of(reviewer)
    reply = desk.post(url, {"state": "said", "reason": "Because it is there."})
    assert reply.status_code == 422
    assert "Because it is there." in reply.content.decode()
    assert desk.post(url, {"state": "said", "reason": ""}).status_code == 422
    assert not Override.objects.exists()


def test_it_shows_people_s_own_agreement_to_candidates_once_there_is_enough(
    answer: Answer, raters: list[User], client: Client, settings
) -> None:
    rate(answer, raters[0], 1, "alpha", "beta")
    sweep_ratings()
    report = reverse("report", args=[answer.turn.session_id])
    assert "not measured yet" in client.get(report).content.decode()
    settings.RATING_ENOUGH = 1
    assert "κ 1.00 over 1 answers" in client.get(report).content.decode()


def test_it_has_designed_emptiness(reviewer: User, graded: GradedAnswer) -> None:
    graded()
    desk = browser_of(reviewer)
    assert "Nothing has been graded" in desk.get(reverse("raters-agreement")).content.decode()
    page = desk.get(reverse("raters-question", args=["Q1"])).content.decode()
    assert "No answer to this question" in page


def test_it_is_not_there_for_others(
    answer: Answer, client: Client, outsider: Client, raters: list[User], reviewer: User
) -> None:
    for browser in (client, outsider, browser_of(raters[0])):
        assert browser.get(reverse("raters-agreement")).status_code == 404
        assert browser.get(reverse("raters-question", args=["Q1"])).status_code == 404
        assert browser.get(reverse("raters-answer", args=[answer.pk])).status_code == 404
        decided = browser.post(reverse("raters-answer", args=[answer.pk]), {"reason": "x"})
        assert decided.status_code == 404
    assert browser_of(reviewer).get(reverse("raters-question", args=["Q9"])).status_code == 404


def test_it_takes_the_same_queries_for_any_number_of_questions(
    answer: Answer,
    raters: list[User],
    reviewer: User,
    graded: GradedAnswer,
    django_assert_num_queries,
) -> None:
    for key in ("Q2", "Q3", "Q4"):
        other = graded("alpha", key=key)
        rate(other, raters[0], 1, "alpha", "gamma")
        rate(other, raters[1], 2, "alpha", "gamma")
    rate(answer, raters[0], 1, "alpha", "gamma")
    sweep_ratings()
    desk = browser_of(reviewer)
    # login session, person, cells, worst points, count, questions
    with django_assert_num_queries(6):
        desk.get(reverse("raters-agreement"))
    with django_assert_num_queries(8):
        desk.get(reverse("raters-question", args=["Q1"]))


def test_it_lists_the_worst_points_of_all_questions(
    graded: GradedAnswer, raters: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read from each question's own list, it is the order that counting all of them would give."""
    for key, said in (("Q1", ()), ("Q2", ("beta",)), ("Q3", ("alpha", "beta"))):
        for number in range(2):
            rate(
                graded("alpha and beta", key=key, by=make_user(f"{key}-{number}")),
                raters[0],
                1,
                *said,
            )
    sweep_ratings()
    listed = [(row["question__key"], row["value"], row["wrong"]) for row in worst_points()]
    assert listed == [("Q1", "alpha", 2), ("Q1", "beta", 2), ("Q2", "alpha", 2)]
    assert {row["total"] for row in worst_points()} == {2}
    monkeypatch.setattr("grading.raters.agreement.WORST", 2)
    assert [row["question__key"] for row in worst_points()] == ["Q1", "Q1"]
