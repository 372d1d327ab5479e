"""Training: prepared answers first, where somebody differs from the labels, and when the queue opens."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from grading.models import TrainingRating
from grading.raters.prepared import next_prepared, prepared_answers, training_of
from interview.accounts.models import User
from interview.models import Question, SampleAnswer, read_labelled
from interview.questions.samples import load_samples
from tests.factories import make_question, make_user
from tests.raters.conftest import browser_of

LABELS = {"alpha": "said", "beta": "partly", "gamma": "not_said", "delta": "contradicted"}


@pytest.fixture(autouse=True)
def _prepared(db: None) -> None:
    question = make_question("Q1")
    for n in range(8):
        SampleAnswer.objects.create(
            question=question, key=f"Q1-{n}", language="en", kind="strong", score=50,
            text=f"Prepared answer number {n}.", states=LABELS,
        )  # fmt: skip


@pytest.fixture
def novice(db: None) -> User:
    return make_user("novice", role="grader")


def send(browser: Client, states: dict[str, str]):
    page = browser.get(reverse("raters-training"))
    data = {"sample": page.context["sample"].pk}
    data |= {
        f"state-{p['pk']}": states[p["key"]] for p in page.context["points"] if p["key"] in states
    }
    return browser.post(reverse("raters-training"), data)


def test_it_shows_where_somebody_differs(novice: User) -> None:
    browser = browser_of(novice)
    reply = send(browser, LABELS | {"beta": "said"})
    page = browser.get(reply["Location"]).content.decode()
    assert "You agree on 3 of 4 points" in page
    assert "You: said. The label: partly said." in page


def test_it_opens_the_queue_at_the_threshold(novice: User) -> None:
    browser = browser_of(novice)
    for _ in range(6):
        assert not training_of(novice)["unlocked"]
        send(browser, LABELS)
    assert training_of(novice)["unlocked"]


def test_it_stays_closed_to_who_differs_too_much(novice: User) -> None:
    browser = browser_of(novice)
    for _ in range(6):
        send(browser, dict.fromkeys(LABELS, "said"))
    assert training_of(novice) == {
        "done": 6, "wanted": 6, "share": 25, "threshold": 70, "unlocked": False,
    }  # fmt: skip


def test_it_looks_at_the_last_answers_only(novice: User) -> None:
    browser = browser_of(novice)
    for _ in range(2):
        send(browser, dict.fromkeys(LABELS, "contradicted"))
    for _ in range(6):
        send(browser, LABELS)
    assert training_of(novice)["share"] == 100


def test_it_wants_every_point(novice: User) -> None:
    browser = browser_of(novice)
    reply = send(browser, {"alpha": "said"})
    assert reply.status_code == 422
    assert "Give every point a state" in reply.content.decode()
    assert 'value="said" checked' in reply.content.decode()
    assert not TrainingRating.objects.exists()


def test_it_counts_the_first_try(novice: User) -> None:
    browser = browser_of(novice)
    send(browser, dict.fromkeys(LABELS, "said"))
    row = TrainingRating.objects.get()
    points = browser.get(reverse("raters-trained", args=[row.pk])).context["points"]
    data = {f"state-{p['pk']}": LABELS[p["key"]] for p in points}
    sample = SampleAnswer.objects.get(key=row.sample)
    browser.post(reverse("raters-training"), data | {"sample": sample.pk})
    row.refresh_from_db()
    assert row.right == 1


def test_it_says_when_nothing_is_left(novice: User) -> None:
    browser = browser_of(novice)
    for _ in range(8):
        send(browser, LABELS)
    page = browser.get(reverse("raters-training")).content.decode()
    assert "No prepared answer is left" in page


def test_it_is_not_there_for_others(novice: User, outsider: Client, raters: list[User]) -> None:
    send(browser_of(novice), LABELS)
    url = reverse("raters-trained", args=[TrainingRating.objects.get(rater=novice).pk])
    assert outsider.get(reverse("raters-training")).status_code == 404
    assert outsider.post(reverse("raters-training"), {"sample": "Q1-0"}).status_code == 404
    assert browser_of(raters[0]).get(url).status_code == 404


def test_it_offers_what_came_with_the_questions(settings) -> None:
    make_question("A2.13")
    load_samples(
        [one for one in read_labelled(settings.LABELLED_FOLDER) if one.question == "A2.13"]
    )
    assert prepared_answers().filter(question__key="A2.13").count() > 5


def test_it_offers_what_a_curator_wrote(novice: User, curator: User) -> None:
    SampleAnswer.objects.all().delete()
    desk = browser_of(curator)
    url = reverse("curation-sample-new", args=["Q1"])
    form = {"language": "en", "kind": "partial", "text": "Only alpha.", "score": 30}
    desk.post(url, form | {f"state-{key}": state for key, state in LABELS.items()})
    assert SampleAnswer.objects.get().states == LABELS
    browser = browser_of(novice)
    assert "Only alpha." in browser.get(reverse("raters-training")).content.decode()
    reply = send(browser, LABELS)
    assert "You agree on 4 of 4 points" in browser.get(reply["Location"]).content.decode()


def test_it_compares_with_the_label_as_it_was(novice: User) -> None:
    browser = browser_of(novice)
    reply = send(browser, LABELS)
    for sample in SampleAnswer.objects.all():
        sample.states = dict.fromkeys(LABELS, "said")
        sample.save()
    page = browser.get(reply["Location"]).content.decode()
    assert "You agree on 4 of 4 points" in page
    assert "The label:" not in page


def test_it_goes_on_where_an_answer_is_gone(novice: User) -> None:
    browser = browser_of(novice)
    reply = send(browser, LABELS)
    shown = browser.get(reverse("raters-training")).context["sample"]
    SampleAnswer.objects.all().delete()
    late = browser.post(reverse("raters-training"), {"sample": shown.pk}, follow=True)
    assert "not to be scored any more" in late.content.decode()
    page = browser.get(reply["Location"], follow=True).content.decode()
    assert "has changed since you scored it" in page


def test_it_leaves_out_what_is_labelled_by_other_points(novice: User) -> None:
    SampleAnswer.objects.exclude(key="Q1-3").update(states={"other": "said"})
    found = next_prepared(novice, "en")
    assert found is not None
    assert found.key == "Q1-3"
    Question.objects.get(key="Q1").withdraw()
    assert next_prepared(novice, "en") is None


def test_it_gives_each_rater_an_order_of_their_own(raters: list[User]) -> None:
    firsts = {next_prepared(make_user(f"new{n}", role="grader"), "en").key for n in range(12)}
    assert len(firsts) > 1


def test_it_finds_the_next_one_in_as_many_queries(novice: User, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        next_prepared(novice, "en")
