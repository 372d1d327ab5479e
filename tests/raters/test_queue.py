"""The queue: blind, in a stable order, kept for a while, a second person on a sample, a third on conflict."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grading.models import RatedQuestion, Rating, RatingState
from grading.raters.correcting import override
from grading.raters.queue import ratable, take_next, waiting_for
from grading.tasks import sweep_ratings
from interview.accounts.models import Role, User
from interview.live.models import EndedBy, Scorecard
from interview.live.opening import open_room
from interview.models import Question
from interview.practice.answer import Answer
from tests.factories import make_question, make_user
from tests.raters.conftest import GradedAnswer, browser_of


@pytest.fixture
def question(graded: GradedAnswer) -> Question:
    """A question with three candidates' answers."""
    for n, text in enumerate(["alpha and beta", "gamma only", "nothing of it"]):
        graded(text, by=make_user(f"candidate{n}"))
    sweep_ratings()
    return Question.objects.get(key="Q1")


def take(user: User, question: Question) -> Rating:
    rating = take_next(user, question, timezone.now())
    assert rating is not None
    return rating


def form(rating: Rating, **states: str) -> dict[str, str]:
    points = rating.answer.turn.version.points.all()
    return {f"state-{p.pk}": states.get(p.key, "not_said") for p in points}


def rate(user: User, rating: Rating, **states: str):
    url = reverse("raters-finish", args=[rating.pk])
    return browser_of(user).post(url, form(rating, **states))


def test_it_gives_everybody_the_same_order(question: Question, raters: list[User]) -> None:
    now = timezone.now()
    orders = [
        list(waiting_for(user, question, now).values_list("pk", flat=True)) for user in raters
    ]
    assert orders[0] == orders[1] == orders[2]
    assert len(orders[0]) == 3


def test_it_shows_no_name_no_grade_and_no_other_rater(
    question: Question, raters: list[User], settings
) -> None:
    settings.RATING_SECOND_PERCENT = 100
    first = take(raters[0], question)
    rate(raters[0], first, alpha="said")
    second = take(raters[1], question)
    assert (second.sequence, second.answer) == (2, first.answer)
    page = browser_of(raters[1]).get(reverse("raters-rating", args=[second.pk])).content.decode()
    assert first.answer.text in page
    assert first.answer.turn.session.user.email not in page
    assert "checked" not in page.split('id="points-title"')[1].split("</form>")[0]
    assert "One says" not in page
    assert raters[0].email not in page


def test_it_never_gives_one_answer_to_two(question: Question, raters: list[User]) -> None:
    taken = [take(user, question).answer_id for user in raters]
    assert len(set(taken)) == 3
    assert take_next(make_user("late"), question, timezone.now()) is None


def test_it_goes_on_with_what_is_in_work(question: Question, raters: list[User]) -> None:
    assert take(raters[0], question) == take(raters[0], question)


def test_it_passes_on_what_was_kept_too_long(
    question: Question, raters: list[User], settings
) -> None:
    slow = take(raters[0], question)
    browser = browser_of(raters[0])
    browser.post(reverse("raters-save", args=[slow.pk]), form(slow, alpha="said"))
    Rating.objects.update(locked_until=timezone.now() - timedelta(minutes=1))
    quick = take(raters[1], question)
    assert (quick.answer, quick.sequence) == (slow.answer, 1)
    reply = browser.post(
        reverse("raters-save", args=[slow.pk]), form(slow), headers={"Accept": "application/json"}
    )
    assert reply.status_code == 410
    slow.refresh_from_db()
    assert slow.state == RatingState.LAPSED
    assert slow.rated_points.filter(state="said").count() == 1
    assert browser.get(reverse("raters-rating", args=[slow.pk])).status_code == 302


def test_it_saves_each_change_and_the_marked_words(question: Question, raters: list[User]) -> None:
    rating = take(raters[0], question)
    point = rating.answer.turn.version.points.first()
    browser = browser_of(raters[0])
    url = reverse("raters-save", args=[rating.pk])
    browser.post(url, {f"state-{point.pk}": "said", f"quote-{point.pk}": "0-5"})
    browser.post(url, {f"state-{point.pk}": "partly", f"quote-{point.pk}": "0-5"})
    row = rating.rated_points.get()
    assert (row.state, row.quote_start, row.quote_end) == ("partly", 0, 5)
    page = browser.get(reverse("raters-rating", args=[rating.pk])).content.decode()
    assert rating.answer.text[:5] in page.split("quoted small")[1]


@pytest.mark.parametrize("quote", ["", "x-y", "5-5", "0-99999", "-3-4"])
def test_it_drops_quotes_that_make_no_sense(
    question: Question, raters: list[User], quote: str
) -> None:
    rating = take(raters[0], question)
    point = rating.answer.turn.version.points.first()
    data = {f"state-{point.pk}": "said", f"quote-{point.pk}": quote}
    browser_of(raters[0]).post(reverse("raters-save", args=[rating.pk]), data)
    assert rating.rated_points.get().quote_start is None


def test_it_is_not_finished_while_a_point_has_no_state(
    question: Question, raters: list[User]
) -> None:
    rating = take(raters[0], question)
    data = form(rating)
    data.popitem()
    reply = browser_of(raters[0]).post(reverse("raters-finish", args=[rating.pk]), data)
    assert reply.status_code == 422
    assert "delta" in reply.content.decode()
    rating.refresh_from_db()
    assert rating.state == RatingState.OPEN
    assert rating.rated_points.count() == 3


def test_it_stays_as_it_was_finished(question: Question, raters: list[User]) -> None:
    rating = take(raters[0], question)
    rate(raters[0], rating, alpha="said")
    rate(raters[0], rating, alpha="contradicted")
    url = reverse("raters-save", args=[rating.pk])
    assert browser_of(raters[0]).post(url, form(rating)).status_code == 409
    assert rating.rated_points.filter(state="said").count() == 1


def test_it_asks_a_second_person_on_the_sample_only(
    question: Question, raters: list[User], settings
) -> None:
    settings.RATING_SECOND_PERCENT = 0
    for _ in range(3):
        rate(raters[0], take(raters[0], question))
    assert take_next(raters[1], question, timezone.now()) is None
    settings.RATING_SECOND_PERCENT = 100
    assert take(raters[1], question).sequence == 2


def test_it_asks_a_third_person_where_two_differ(
    question: Question, raters: list[User], settings
) -> None:
    settings.RATING_SECOND_PERCENT = 100
    first = take(raters[0], question)
    rate(raters[0], first, alpha="said", beta="said")
    second = take(raters[1], question)
    rate(raters[1], second, alpha="partly", beta="said")
    second.refresh_from_db()
    assert second.differs == 1
    assert take(raters[0], question).answer != first.answer
    third = take(raters[2], question)
    assert (third.sequence, third.answer) == (3, first.answer)
    page = browser_of(raters[2]).get(reverse("raters-rating", args=[third.pk])).content.decode()
    assert "One says: said. The other: partly said." in page
    assert page.count("One says") == 1


def test_it_does_not_grade_ones_own_answer(question: Question) -> None:
    candidate = Answer.objects.first().turn.session.user
    assert waiting_for(candidate, question, timezone.now()).count() == 2


def test_it_opens_after_the_training(question: Question) -> None:
    fresh = browser_of(make_user("fresh", role="grader"))
    assert "First score a few prepared answers" in fresh.get("/raters/").content.decode()
    assert fresh.post(reverse("raters-take"))["Location"] == reverse("raters-training")
    assert not Rating.objects.exists()


def test_it_takes_the_question_where_most_waits(question: Question, raters: list[User]) -> None:
    reply = browser_of(raters[0]).post(reverse("raters-take"))
    assert reply["Location"] == reverse("raters-rating", args=[Rating.objects.get().pk])


def test_it_counts_what_waits(question: Question, raters: list[User], settings) -> None:
    settings.RATING_SECOND_PERCENT = 100
    rate(raters[0], take(raters[0], question), alpha="said")
    sweep_ratings()
    row = RatedQuestion.objects.get()
    # one is in work by now: a first place and a second one are left
    assert (row.answers, row.rated, row.waiting, row.conflicts) == (3, 1, 2, 0)
    rate(raters[1], take(raters[1], question), alpha="partly")
    sweep_ratings()
    row.refresh_from_db()
    assert (row.rated_twice, row.waiting, row.conflicts) == (1, 0, 1)


def test_it_is_not_there_for_others(
    question: Question, outsider: Client, anonymous: Client, raters: list[User]
) -> None:
    rating = take(raters[0], question)
    assert "/login/" in anonymous.get(reverse("raters-queue"))["Location"]
    assert outsider.get(reverse("raters-queue")).status_code == 404
    assert outsider.post(reverse("raters-take")).status_code == 404
    for browser in (outsider, browser_of(raters[1])):
        assert browser.get(reverse("raters-rating", args=[rating.pk])).status_code == 404
        assert browser.post(reverse("raters-save", args=[rating.pk])).status_code == 404
        assert browser.post(reverse("raters-finish", args=[rating.pk])).status_code == 404


def test_it_lists_any_number_of_questions_in_the_same_queries(
    question: Question, raters: list[User], graded: GradedAnswer, django_assert_num_queries
) -> None:
    browser = browser_of(raters[0])
    for key in ("Q2", "Q3"):
        graded(key=key)
    sweep_ratings()
    with django_assert_num_queries(9):
        page = browser.get(reverse("raters-queue")).content.decode()
    assert "Q3" in page


def test_it_takes_nothing_of_a_room_before_its_scorecards_are_in(db: None) -> None:
    host = make_user("host", role=Role.CURATOR)
    make_question("L1")
    now = timezone.now()
    room = open_room(host, title="Mock", language="en", minutes=45, keys=["L1"], now=now)
    room.candidate().take(name="", user=make_user("minji"), now=now)
    room.start(now)
    room.questions.get().push(now)
    room.end(by=EndedBy.INTERVIEWER, now=now)
    Answer.objects.update(state="submitted", text="alpha")
    assert not ratable().exists()
    Scorecard.objects.update(submitted_at=now)
    assert ratable().exists()


def test_it_gives_nobody_what_they_have_decided_on(
    question: Question, raters: list[User], reviewer: User
) -> None:
    answer = Answer.objects.first()
    point = answer.turn.version.points.first()
    now = timezone.now()
    assert waiting_for(reviewer, question, now).filter(pk=answer.pk).exists()
    override(answer, point, state="said", reason="I hear it.", by=reviewer)
    assert not waiting_for(reviewer, question, now).filter(pk=answer.pk).exists()
    assert waiting_for(raters[0], question, now).filter(pk=answer.pk).exists()


def test_it_keeps_a_reviewer_blind_until_they_have_finished(
    question: Question, reviewer: User
) -> None:
    rating = take(reviewer, question)
    page = reverse("raters-answer", args=[rating.answer_id])
    own = reverse("raters-rating", args=[rating.pk])
    browser = browser_of(reviewer)
    for reply in (browser.get(page), browser.post(page, {"people": "1", "reason": "So."})):
        assert (reply.status_code, reply["Location"]) == (302, own)
    assert "finish it first" in browser.get(own).content.decode()
    rate(reviewer, rating)
    assert browser.get(page).status_code == 200


def test_it_gives_nobody_an_answer_of_a_room_they_sat_in(db: None, raters: list[User]) -> None:
    host = make_user("host", role=Role.CURATOR)
    question, now = make_question("L1"), timezone.now()
    room = open_room(host, title="Mock", language="en", minutes=45, keys=["L1"], now=now)
    room.candidate().take(name="", user=make_user("minji"), now=now)
    room.start(now)
    room.questions.get().push(now)
    room.end(by=EndedBy.INTERVIEWER, now=now)
    Answer.objects.update(state="submitted", text="alpha")
    Scorecard.objects.update(submitted_at=now)
    assert waiting_for(raters[0], question, now).count() == 1
    assert waiting_for(host, question, now).count() == 0


def test_it_takes_nothing_of_a_question_that_cannot_be(raters: list[User]) -> None:
    browser = browser_of(raters[0])
    assert browser.post(reverse("raters-take"), {"question": "Q\x00"}).status_code == 404
