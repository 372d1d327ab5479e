"""People's grading fitted in: proposed with its effect, promoted and taken back by acts with a record."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from grading import pipeline
from grading.engine.calibration import Uncalibrated
from grading.engine.glossary import load_glossary
from grading.engine.grader import Grader
from grading.management.commands import calibrate
from grading.models import CalibrationProposal, Grade, Promotion, RatedPoint
from grading.promoted import follow_promotions
from grading.raters.correcting import override
from grading.raters.promoting import present_of, promote, take_back
from grading.raters.samples import rated_samples
from grading.regrading import request_regrade
from grading.tasks import grade_answer
from interview.accounts.models import User
from interview.models import RequestError
from interview.practice.answer import Answer
from interview.practice.finishing import finish_session
from tests.browser.bank import FEW, load_few
from tests.engine.fake_encoder import TrigramEncoder
from tests.factories import answer_of, make_session, make_user
from tests.raters.conftest import GradedAnswer, browser_of, grade_of
from tests.raters.test_agreement import rate

GLOSSARY = Path(__file__).resolve().parents[2] / "fixtures" / "glossary.yaml"
TEXT = (
    "Bagging trains many deep trees on bootstrap samples and averages them, so the variance goes "
    "down. Boosting adds small trees one after another, each fitted to what is still wrong."
)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Grader:
    """The real engine on a small encoder."""
    grader = Grader(TrigramEncoder(), glossary=load_glossary(GLOSSARY), calibration=Uncalibrated())
    monkeypatch.setattr(calibrate, "load_grader", lambda: grader)
    monkeypatch.setattr(pipeline, "the_grader", lambda: grader)
    return grader


@pytest.fixture
def rated(engine: Grader, raters: list[User]) -> Callable[[], Answer]:
    """An answer to a question of the bank, graded by the engine and by two people."""

    def make() -> Answer:
        load_few()
        session = make_session(make_user("dana"), minutes=10, topics=["A2.20"])
        answer = answer_of(session)
        Answer.objects.filter(pk=answer.pk).update(draft=TEXT)
        answer.refresh_from_db()
        answer.submit()
        finish_session(session)
        grade_answer(answer.pk)
        keys = list(answer.turn.version.points.values_list("key", flat=True))
        for number in (1, 2):
            rate(answer, raters[number], number, **dict.fromkeys(keys, "partly"))
        return answer

    return make


def fit(*options: str) -> CalibrationProposal:
    call_command(
        "calibrate", "--with-ratings", "--question", *FEW, *options,
        stdout=io.StringIO(), stderr=io.StringIO(),
    )  # fmt: skip
    return CalibrationProposal.objects.latest("pk")


def proposal(name: str = "made-1", data: dict[str, object] | None = None) -> CalibrationProposal:
    return CalibrationProposal.objects.create(name=name, encoder="trigram", data=data or {})


def test_it_fits_what_people_settled_and_shows_the_effect(
    rated: Callable[[], Answer], engine: Grader, raters: list[User], reviewer: User
) -> None:
    answer = rated()
    before = list(Grade.objects.values_list("pk", "score"))
    made = fit()
    assert made.encoder == engine.encoder.id
    assert made.data["id"] == made.name
    assert made.effect["answers"] == 1
    assert made.effect["points"] == answer.turn.version.points.count()
    assert made.effect["people"]["answers"] == 1
    assert made.effect["worst"][0]["answer"] == answer.pk
    assert list(Grade.objects.values_list("pk", "score")) == before
    page = browser_of(reviewer).get(reverse("raters-proposal", args=[made.pk])).content.decode()
    assert "Of 1 past answers" in page
    assert fit().name != made.name


def test_it_grades_with_what_was_promoted_and_again_with_the_former(
    rated: Callable[[], Answer], engine: Grader, reviewer: User
) -> None:
    answer = rated()
    made = fit()
    desk = browser_of(reviewer)
    desk.post(reverse("raters-proposal", args=[made.pk]), {"reason": "Closer to people."})
    act = Promotion.objects.get()
    assert (act.by, act.former, act.present) == (reviewer, "uncalibrated-1", made.name)
    request_regrade(grade_of(answer))
    grade_answer(answer.pk)
    assert grade_of(answer).calibration == made.name
    assert answer.grades.get(number=1).calibration == "uncalibrated-1"

    desk.post(reverse("raters-go-back", args=[act.pk]), {"reason": "Too generous."})
    request_regrade(grade_of(answer))
    grade_answer(answer.pk)
    assert grade_of(answer).calibration == "uncalibrated-1"
    page = desk.get(reverse("raters-calibrations")).content.decode()
    assert "Closer to people." in page
    assert "Too generous." in page


def test_it_writes_a_file_when_nothing_is_proposed(
    rated: Callable[[], Answer], tmp_path: Path
) -> None:
    rated()
    path = tmp_path / "fitted.json"
    call_command(
        "calibrate", "--with-ratings", "--question", *FEW, "--output", str(path),
        stdout=io.StringIO(), stderr=io.StringIO(),
    )  # fmt: skip
    assert json.loads(path.read_text())["data"]["rated"] == 1
    assert not CalibrationProposal.objects.exists()


def test_it_learns_only_from_answers_that_people_have_settled(
    graded: GradedAnswer, raters: list[User], reviewer: User
) -> None:
    answer = graded()
    assert rated_samples({})[0] == []
    rate(answer, raters[0], 1, "alpha")
    rate(answer, raters[1], 2, "alpha", "beta")
    [part] = rated_samples({})[0]
    assert (part.whole, sorted(part.states)) == (False, ["alpha", "delta", "gamma"])
    beta = answer.turn.version.points.get(key="beta")
    override(answer, beta, state="partly", reason="Half.", by=reviewer)
    [sample], rubrics = rated_samples({})
    assert sample.states == {
        "alpha": "said", "beta": "partly", "gamma": "not_said", "delta": "not_said",
    }  # fmt: skip
    assert (sample.whole, sample.score, sample.question) == (True, 37.5, "Q1@1")
    assert set(rubrics) == {"Q1@1"}


def test_it_does_not_learn_from_corrections_alone(graded: GradedAnswer, reviewer: User) -> None:
    answer = graded()
    beta = answer.turn.version.points.get(key="beta")
    override(answer, beta, state="partly", reason="Half.", by=reviewer)
    assert rated_samples({})[0] == []


def test_it_fits_states_on_what_two_people_agree_on(
    rated: Callable[[], Answer], raters: list[User], engine: Grader
) -> None:
    """The disputed point teaches nothing; the level and what is measured leave the answer out."""
    answer = rated()
    disputed = answer.turn.version.points.first()
    RatedPoint.objects.filter(rating__sequence=2, point=disputed).update(state="contradicted")
    made = fit()
    told = made.data["data"]
    assert (told["rated"], told["rated_in_part"]) == (0, 1)
    assert made.measurements["answers"] == told["labelled"]
    agreed = RatedPoint.objects.filter(rating__answer=answer).exclude(point=disputed)
    agreed.update(state="contradicted")
    assert fit("--preview", "0").data["weights"] != made.data["weights"]


def test_it_refuses_what_another_engine_was_fitted_for(reviewer: User) -> None:
    other = proposal(data={"id": "made-1", "features": ["something else"]})
    with pytest.raises(RequestError):
        promote(other, encoder="trigram", by=reviewer, reason="Try it.")
    assert not Promotion.objects.exists()


def test_it_passes_over_a_promotion_that_the_engine_outgrew(db: None, engine: Grader) -> None:
    other = proposal(data={"id": "made-1", "features": ["of an older engine"]})
    Promotion.objects.create(
        proposal=other, encoder=engine.encoder.id, reason="x", former="a", present="made-1"
    )
    follow_promotions(engine)
    assert engine.calibration.id == "uncalibrated-1"


def test_it_takes_nothing_back_where_nothing_was_promoted(reviewer: User) -> None:
    with pytest.raises(RequestError):
        take_back("trigram", by=reviewer, reason="x")
    assert present_of("trigram") == "uncalibrated-1"


def test_it_asks_why(reviewer: User) -> None:
    made = proposal()
    url = reverse("raters-proposal", args=[made.pk])
    reply = browser_of(reviewer).post(url, {"reason": ""})
    assert reply.status_code == 422
    assert not Promotion.objects.exists()


def test_it_is_not_there_for_others(
    client: Client, raters: list[User], reviewer: User, curator: User
) -> None:
    made = proposal()
    act = Promotion.objects.create(
        proposal=made, encoder="trigram", reason="x", former="a", present="made-1"
    )
    for browser in (client, browser_of(raters[0])):
        assert browser.get(reverse("raters-calibrations")).status_code == 404
        assert browser.get(reverse("raters-proposal", args=[made.pk])).status_code == 404
        for name, pk in (("raters-proposal", made.pk), ("raters-go-back", act.pk)):
            assert browser.post(reverse(name, args=[pk]), {"reason": "x"}).status_code == 404
    assert Promotion.objects.count() == 1


def test_it_lists_in_a_fixed_number_of_queries(reviewer: User, django_assert_num_queries) -> None:
    for number in range(3):
        made = proposal(f"made-{number}")
        Promotion.objects.create(
            proposal=made, encoder="trigram", by=reviewer, reason="x", former="a", present=made.name
        )
    desk = browser_of(reviewer)
    # login session, person, proposals, acts
    with django_assert_num_queries(4):
        desk.get(reverse("raters-calibrations"))
