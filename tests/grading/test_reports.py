"""The report: what was said, what was missed, what has no score yet, and who may see it when."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from grading.models import Grade, PointScore, Reason
from grading.tasks import grade_answer
from interview.accounts.models import User
from interview.practice.answer import Answer
from interview.practice.finishing import finish_session
from interview.practice.session import Mode, Session
from interview.practice.turn import Turn
from tests.factories import answer_of, make_question, make_session
from tests.fakes import KeywordGrader

Submit = Callable[..., Answer]


def report(client: Client, session: Session) -> str:
    return client.get(reverse("report", args=[session.pk])).content.decode()


def fragment(client: Client, answer: Answer):
    turn = answer.turn
    url = reverse("report-turn", args=[turn.session_id, turn.position])
    return client.get(url, headers={"HX-Request": "true"})


def finished(answer: Answer) -> Session:
    session = answer.turn.session
    finish_session(session)
    return session


def test_it_marks_the_words_and_asks_for_what_is_missing(
    client: Client, submitted: Submit, grader: KeywordGrader
) -> None:
    answer = submitted("first alpha, then beta")
    grade_answer(answer.pk)
    page = report(client, finished(answer))
    assert "<mark" in page
    assert "What about gamma?" in page
    assert "This is the model answer." in page
    assert "50" in page


def test_it_shows_the_whole_answer_whatever_is_marked(
    client: Client, submitted: Submit, grader: KeywordGrader
) -> None:
    answer = submitted("<b>alpha</b> & beta")
    grade_answer(answer.pk)
    page = report(client, finished(answer))
    assert "&lt;b&gt;" in page
    assert "<b>alpha" not in page


def test_it_waits_in_words_and_asks_again(client: Client, submitted: Submit) -> None:
    page = fragment(client, submitted()).content.decode()
    assert "hx-get" in page
    assert "report:changed" in page


def test_it_stops_asking_when_it_is_scored(
    client: Client, submitted: Submit, grader: KeywordGrader
) -> None:
    answer = submitted()
    grade_answer(answer.pk)
    assert "hx-trigger" not in fragment(client, answer).content.decode()


def test_it_shows_a_whole_page_to_a_browser_without_scripts(
    client: Client, submitted: Submit
) -> None:
    answer = submitted()
    url = reverse("report-turn", args=[answer.turn.session_id, 1])
    page = client.get(url).content.decode()
    assert "<html" in page
    assert reverse("practice-turn", args=[answer.turn.session_id, 1]) in page
    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).content.decode()


def test_it_tells_seconds_too(client: Client, submitted: Submit) -> None:
    answer = submitted()
    Turn.objects.filter(pk=answer.turn_id).update(spent_seconds=45)
    page = report(client, finished(answer))
    assert "Time: 0:45 of 8:00" in page


def test_it_says_why_there_is_no_score(client: Client, submitted: Submit, no_model: None) -> None:
    answer = submitted("alpha beta")
    grade_answer(answer.pk)
    page = report(client, finished(answer))
    assert str(Reason.MODEL_UNAVAILABLE.label) in page
    assert "alpha beta" in page
    assert "The model is not there" not in page


def test_it_claims_no_more_than_it_could_tell(
    client: Client, submitted: Submit, grader: KeywordGrader
) -> None:
    answer = submitted("alpha beta gamma delta")
    grade_answer(answer.pk)
    session = finished(answer)
    assert "Every point was said" in report(client, session)
    PointScore.objects.filter(point__key="alpha").update(state="unsure")
    page = report(client, session)
    assert "Every point was said" not in page
    assert "Nothing was clearly missing" in page


def test_it_leaves_blanks_out_of_the_mean(
    client: Client, alice: User, grader: KeywordGrader
) -> None:
    for number in range(2):
        make_question(f"Q{number}")
    session = make_session(alice)
    answer = answer_of(session)
    Answer.objects.filter(pk=answer.pk).update(draft="alpha beta gamma delta")
    answer.submit()
    finish_session(session)
    grade_answer(answer.pk)
    summary = client.get(reverse("report", args=[session.pk])).context["summary"]
    assert (summary["score"], summary["graded"], summary["total"]) == (100.0, 1, 2)


def test_it_takes_off_what_hints_cost(
    client: Client, submitted: Submit, grader: KeywordGrader
) -> None:
    answer = submitted("alpha")
    Turn.objects.filter(pk=answer.turn_id).update(hints_shown=1)
    grade_answer(answer.pk)
    [item] = client.get(reverse("report", args=[finished(answer).pk])).context["turns"]
    assert (item["score"], item["hints_cost"]) == (20.0, 5)
    assert Grade.objects.get().score == 25.0


def test_it_tells_nothing_before_a_real_session_ends(
    client: Client, submitted: Submit, grader: KeywordGrader, alice: User
) -> None:
    make_question("Q2")
    answer = submitted(mode=Mode.REAL)
    grade_answer(answer.pk)
    assert fragment(client, answer).status_code == 404
    reply = client.get(reverse("report", args=[answer.turn.session_id]))
    assert reply["Location"] == reverse("practice-session", args=[answer.turn.session_id])
    finished(answer)
    assert fragment(client, answer).status_code == 200


def test_it_tells_nothing_about_an_open_answer(client: Client, session: Session) -> None:
    assert fragment(client, answer_of(session)).status_code == 404


@pytest.mark.parametrize("name", ["report", "report-summary"])
def test_it_is_nobody_elses(outsider: Client, submitted: Submit, name: str) -> None:
    session = finished(submitted())
    assert outsider.get(reverse(name, args=[session.pk])).status_code == 404


def test_it_hides_fragments_and_sharing_from_outsiders(outsider: Client, submitted: Submit) -> None:
    answer = submitted()
    session = finished(answer)
    assert fragment(outsider, answer).status_code == 404
    assert outsider.post(reverse("report-share", args=[session.pk])).status_code == 404
    assert outsider.post(reverse("report-unshare", args=[session.pk])).status_code == 404


def test_it_is_shared_by_a_link_until_revoked(
    client: Client, anonymous: Client, submitted: Submit, alice: User
) -> None:
    alice.name = "Alice Secret"
    alice.save()
    session = finished(submitted("alpha shared"))
    client.post(reverse("report-share", args=[session.pk]))
    session.refresh_from_db()
    url = reverse("report-shared", args=[session.share_token()])
    page = anonymous.get(url).content.decode()
    assert "shared" in page
    assert "Alice Secret" not in page
    assert reverse("report-unshare", args=[session.pk]) not in page
    client.post(reverse("report-unshare", args=[session.pk]))
    assert anonymous.get(url).status_code == 404


def test_it_refuses_a_forged_link(anonymous: Client, submitted: Submit) -> None:
    session = finished(submitted())
    session.share()
    token = session.share_token()
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert anonymous.get(reverse("report-shared", args=[forged])).status_code == 404
    assert anonymous.get(reverse("report-shared", args=["x"])).status_code == 404


def test_it_takes_the_same_number_of_queries_for_any_length(
    client: Client, alice: User, grader: KeywordGrader, django_assert_max_num_queries
) -> None:
    for number in range(5):
        make_question(f"Q{number}", minutes=6)
    session = make_session(alice)
    Answer.objects.filter(turn__session=session).update(draft="alpha")
    finish_session(session)
    for answer in Answer.objects.filter(turn__session=session):
        grade_answer(answer.pk)
    with django_assert_max_num_queries(17):
        client.get(reverse("report", args=[session.pk]))


def test_it_shows_how_far_this_questions_grade_agrees_with_people(
    client: Client, submitted: Submit, grader: KeywordGrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = {"none": {"Q1": {"kappa": 0.71, "answers": 9, "points": 45}}}
    monkeypatch.setattr("grading.reports.agreement.measurements", lambda: measured)
    answer = submitted("alpha")
    grade_answer(answer.pk)
    page = report(client, finished(answer))
    assert "κ 0.71 over 9 answers" in page
