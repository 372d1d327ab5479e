"""A person's word on a point wins over the machine's; both stay, and the score follows by a row."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from grading.models import Correction, Override
from grading.raters.correcting import correct, override
from grading.regrading import request_regrade
from grading.tasks import grade_answer, sweep_ratings
from interview.accounts.models import User
from interview.models import RequestError
from interview.practice.answer import Answer
from tests.factories import begin_case, make_case, stage_of
from tests.raters.conftest import GradedAnswer, browser_of, grade_of


def point(answer: Answer, key: str):
    return answer.turn.version.points.get(key=key)


def say(answer: Answer, by: User, key: str = "gamma", state: str = "said") -> Override:
    reason = f"It says {key}, in the last line."
    return override(answer, point(answer, key), state=state, reason=reason, by=by)


def report(client: Client, answer: Answer):
    return client.get(reverse("report", args=[answer.turn.session_id]))


def test_it_shows_both_words_with_who_and_why(
    client: Client, reviewer: User, graded: GradedAnswer
) -> None:
    answer = graded("alpha and beta")
    say(answer, reviewer)
    page = report(client, answer).content.decode()
    assert "A reviewer:" in page
    assert "It says gamma, in the last line." in page
    assert "The machine had: not said" in page
    assert reviewer.email not in page


def test_it_corrects_the_score_beside_the_grade(
    client: Client, reviewer: User, graded: GradedAnswer
) -> None:
    answer = graded("alpha and beta")
    say(answer, reviewer)
    [item] = report(client, answer).context["turns"]
    assert (item["score"], item["machine_score"]) == (75.0, 50.0)
    assert grade_of(answer).score == 50.0
    assert list(grade_of(answer).point_scores.values_list("state", flat=True)).count("said") == 2


def test_it_takes_the_newest_word_on_a_point(
    client: Client, reviewer: User, graded: GradedAnswer
) -> None:
    answer = graded("alpha and beta")
    say(answer, reviewer)
    say(answer, reviewer, state="partly")
    say(answer, reviewer, key="alpha", state="not_said")
    [item] = report(client, answer).context["turns"]
    states = {p["key"]: p["state"] for p in item["points"]}
    assert (states["gamma"], states["alpha"]) == ("partly", "not_said")
    assert item["score"] == 37.5
    assert Override.objects.count() == 3
    assert all("alpha" not in segment["points"] for segment in item["marked"])


def test_it_asks_for_a_state_and_a_reason(reviewer: User, graded: GradedAnswer) -> None:
    answer = graded()
    for state, reason in (("maybe", "why"), ("said", "  "), ("said", "x" * 1001)):
        with pytest.raises(RequestError):
            override(answer, point(answer, "gamma"), state=state, reason=reason, by=reviewer)
    assert not Override.objects.exists()


def test_it_holds_through_a_regrade(client: Client, reviewer: User, graded: GradedAnswer) -> None:
    answer = graded("alpha and beta")
    say(answer, reviewer)
    new = request_regrade(grade_of(answer))
    grade_answer(answer.pk)
    assert grade_of(answer) == new
    [item] = report(client, answer).context["turns"]
    assert item["score"] == 75.0


def test_it_is_found_by_the_sweep_when_no_task_ran(reviewer: User, graded: GradedAnswer) -> None:
    answer = graded("alpha and beta")
    say(answer, reviewer)
    Correction.objects.all().delete()
    sweep_ratings()
    sweep_ratings()
    assert [row.score for row in Correction.objects.all()] == [75.0]


def test_it_corrects_once_however_often_it_runs(reviewer: User, graded: GradedAnswer) -> None:
    answer = graded("alpha and beta")
    say(answer, reviewer)
    assert correct(answer) == correct(answer)
    assert Correction.objects.count() == 1


def test_it_leaves_alone_what_nobody_corrected(graded: GradedAnswer) -> None:
    assert correct(graded()) is None
    assert not Correction.objects.exists()


def test_it_counts_in_progress_too(client: Client, reviewer: User, graded: GradedAnswer) -> None:
    answer = graded("alpha and beta")
    say(answer, reviewer)
    context = client.get(reverse("progress")).context
    assert context["history"][0]["score"] == 75.0
    assert [skill["score"] for skill in context["skills"]] == [75.0]


def test_it_decides_on_no_point_of_another_stage(alice: User, reviewer: User) -> None:
    make_case()
    answer = stage_of(begin_case(alice), "requirements")
    Answer.objects.filter(pk=answer.pk).update(draft="requirements-1")
    answer.submit()
    points = answer.turn.version.points
    url = reverse("raters-answer", args=[answer.pk])
    desk = browser_of(reviewer)
    for key, status in (("data-1", 422), ("requirements-1", 302)):
        form = {"point": points.get(key=key).pk, "state": "said", "reason": "It says so."}
        assert desk.post(url, form).status_code == status
    assert Override.objects.get().point.key == "requirements-1"
