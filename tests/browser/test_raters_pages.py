"""Every page of human grading at either width, language and light: nothing sticks out of the window."""

from __future__ import annotations

from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from grading.models import AgreementCell, Appeal, CalibrationProposal, Promotion
from grading.raters.appealing import appeal
from grading.raters.prepared import next_prepared, score_training
from grading.raters.queue import take_next
from grading.tasks import grade_answer, sweep_ratings
from interview.accounts.models import Role, User
from interview.models import Question
from interview.practice.answer import Answer
from interview.practice.finishing import finish_session
from tests.browser.bank import load_labelled
from tests.browser.conftest import OpenPage, shoot
from tests.factories import answer_of, make_session
from tests.fakes import KeywordGrader
from tests.raters.conftest import make_rater

MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
FACETS = {"month": MONTHS, "language": ("ko", "en"), "length": ("short", "medium", "long")}
TEXT = (
    "Bagging trains many deep trees on bootstrap samples and averages them, so the variance goes "
    "down while the bias stays. Boosting goes the other way: each small tree is fitted to what the "
    "sum of the earlier ones still gets wrong.\n\nI would watch the validation curve and stop early."
)


def answered(user: User) -> Answer:
    session = make_session(user, mode="real", minutes=10)
    answer = answer_of(session)
    Answer.objects.filter(pk=answer.pk).update(draft=TEXT)
    finish_session(session)
    grade_answer(answer.pk)
    return answer


def pages_of(candidate: User, reviewer: User) -> tuple[list[str], list[str]]:
    load_labelled()
    answer = answered(candidate)
    grade = answer.grades.get()
    asked, other = grade.version.points.all()[:2]
    appeal(grade, asked, reason="The last sentence says exactly that, in other words.")
    sweep_ratings()
    question = Question.objects.get(pk=grade.version.question_id)
    for number in (1, 2):
        colleague = make_rater(f"colleague{number}")
        rating = take_next(colleague, question, timezone.now())
        state = ["said", "partly"][number - 1]
        points = list(grade.version.points.all())
        rating.save_states({p.pk: state if p.pk == other.pk else "said" for p in points}, {})
        rating.finish(points)
    sweep_ratings()
    rating = take_next(reviewer, question, timezone.now())
    spread_over_months(question)
    sample = next_prepared(reviewer, reviewer.language)
    trained = score_training(reviewer, sample, dict.fromkeys(sample.states, "said"))
    session = answer.turn.session_id
    return (
        [reverse("report", args=[session]), reverse("appeal", args=[grade.pk, other.pk])],
        [
            reverse("raters-queue"),
            reverse("raters-rating", args=[rating.pk]),
            reverse("raters-training"),
            reverse("raters-trained", args=[trained.pk]),
            reverse("raters-appeals"),
            reverse("raters-appeal", args=[Appeal.objects.get().pk]),
            reverse("raters-agreement"),
            reverse("raters-question", args=[question.key]),
            reverse("raters-answer", args=[answer.pk]),
            reverse("raters-calibrations"),
            reverse("raters-proposal", args=[proposed(reviewer, answer).pk]),
        ],
    )


def proposed(reviewer: User, answer: Answer) -> CalibrationProposal:
    made = CalibrationProposal.objects.create(
        name="use-m3-2026-11-29-people-1",
        encoder="use-m3",
        data={},
        measurements={"answers": 1609, "states": {"kappa": 0.691}},
        effect={
            "answers": 480, "answers_changed": 61, "points": 2710, "points_changed": 84,
            "mean_shift": -0.8, "most_up": 14.2, "most_down": -17.5,
            "people": {"answers": 120, "kappa_before": 0.58, "kappa_after": 0.66},
            "states": [["said", "partly", 41], ["unsure", "not_said", 30], ["said", "said", 900]],
            "questions": [
                {"question": key, "answers": 20, "changed": 4, "mean_shift": -2.1}
                for key in ("A2.13", "A2.16", "A2.20")
            ],
            "worst": [{"answer": answer.pk, "question": "A2.20", "before": 71.0, "after": 53.5}],
        },
    )  # fmt: skip
    Promotion.objects.create(
        proposal=made, encoder="use-m3", by=reviewer, former="use-m3-2026-11-20",
        present="use-m3-2026-11-12-people-0", reason="Two hundred answers graded twice agree better.",
    )  # fmt: skip
    return made


def spread_over_months(question: Question) -> None:
    """Give the charts something to draw."""
    states = ("said", "partly", "not_said", "contradicted")
    places = product((None, question), ("people", "machine"), enumerate(MONTHS), states, states)
    AgreementCell.objects.bulk_create(
        [
            AgreementCell(
                question=of,
                between=between,
                facet=facet,
                value=value if facet == "month" else others[number],
                one=one,
                other=other,
                n=(9 + number if one == other else 2) + (between == "people"),
            )
            for of, between, (number, value), one, other in places
            for facet, others in FACETS.items()
            if number < len(others)
        ],
        ignore_conflicts=True,
    )


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("language", "scheme"), [("ko", "dark"), ("en", "light")])
def test_it_fits_in_the_window(
    open_page: OpenPage, alice: User, monkeypatch, settings, width: int, language: str, scheme: str
) -> None:
    settings.RATING_SECOND_PERCENT = 100
    monkeypatch.setattr("grading.pipeline.the_grader", KeywordGrader)
    monkeypatch.setattr("grading.pipeline.report_changed", lambda *_: None)
    reviewer = make_rater("reviewer", role=Role.REVIEWER)
    User.objects.update(language=language)
    alice.refresh_from_db()
    reviewer.refresh_from_db()
    calm, dense = pages_of(alice, reviewer)
    wide = []
    for user, paths in ((alice, calm), (reviewer, dense)):
        page = open_page(width=width, language=language, scheme=scheme, user=user)
        for path in paths:
            page.goto(path)
            for summary in page.locator("details[id^=points] summary").all():
                summary.click()
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(path)
            name = "-".join(part for part in path.split("/") if part.isalpha())
            number = paths.index(path)
            shoot(page, f"raters-{language}-{width}-{number}-{name}")
    assert wide == []
