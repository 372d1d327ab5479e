"""Training: prepared answers first, where somebody differs from the labels, and when the queue opens."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from grading.models import TrainingRating
from grading.raters.prepared import prepared_answers, training_of
from interview.accounts.models import User
from interview.models import LabelledAnswer
from tests.factories import make_question, make_user
from tests.raters.conftest import browser_of

LABELS = {"alpha": "said", "beta": "partly", "gamma": "not_said", "delta": "contradicted"}


@pytest.fixture(autouse=True)
def _prepared(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make_question("Q1")
    labelled = {
        f"Q1-{n}": LabelledAnswer.model_validate(
            {
                "id": f"Q1-{n}",
                "question": "Q1",
                "language": "en",
                "kind": "strong",
                "text": f"Prepared answer number {n}.",
                "score": 50,
                "states": LABELS,
            }
        )
        for n in range(8)
    }
    monkeypatch.setattr("grading.raters.prepared.prepared_answers", lambda: labelled)
    monkeypatch.setattr("grading.raters.pages.training.prepared_answers", lambda: labelled)


@pytest.fixture
def novice(db: None) -> User:
    return make_user("novice", role="grader")


def send(browser: Client, states: dict[str, str]):
    page = browser.get(reverse("raters-training"))
    data = {"sample": page.context["sample"].id}
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
    browser.post(reverse("raters-training"), data | {"sample": row.sample})
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
    unknown = browser_of(novice).post(reverse("raters-training"), {"sample": "no-such"})
    assert unknown.status_code == 404


def test_it_has_prepared_answers_to_offer() -> None:
    assert len(prepared_answers()) > 1000
