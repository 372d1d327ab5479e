"""Every address of curation and human grading by every role, and what none of them may ever see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from grading.curation import urls as judged
from grading.models import CalibrationProposal, Promotion, Rating
from grading.raters import urls as rated
from grading.raters.appealing import appeal
from grading.raters.prepared import score_training
from interview.accounts.models import Role, User
from interview.authoring import urls as written
from interview.authoring.drafting import begin_draft
from interview.authoring.reviewing import submit_for_review
from interview.authoring.runs import ImportRun
from interview.models import ReleaseCheck, SampleAnswer
from tests.factories import make_question, make_user
from tests.raters.conftest import GradedAnswer, browser_of, grade_of, make_rater

ADMIN, CURATOR, REVIEWER, GRADER = Role.ADMIN, Role.CURATOR, Role.REVIEWER, Role.GRADER
NOBODY: frozenset[str] = frozenset()
SEE = frozenset({ADMIN, CURATOR, REVIEWER, GRADER})
JUDGE = frozenset({ADMIN, CURATOR, REVIEWER})
WRITE = frozenset({ADMIN, CURATOR})
# whoever keeps questions or grades answers, and is no administrator
BLIND = (CURATOR, REVIEWER, GRADER)
LABEL = "A sentence of a labelled answer."
STATES = dict.fromkeys(("alpha", "beta", "gamma", "delta"), "said")


@dataclass(frozen=True)
class Door:
    """An address, whom it opens for, and by which method."""

    name: str
    opens: frozenset[str]
    args: tuple[str, ...] = ()
    method: str = "get"


def post(name: str, opens: frozenset[str], *args: str) -> Door:
    return Door(name, opens, args, "post")


# arguments stand for rows of the world below; a literal one is in quotes
DOORS = (
    Door("curation", SEE),
    Door("curation-new", WRITE),
    Door("curation-points", SEE),
    Door("curation-question", SEE, ("'Q1'",)),
    post("curation-frame", WRITE, "'Q1'"),
    post("curation-offer", WRITE, "'Q1'"),
    post("curation-begin", WRITE, "'Q1'"),
    Door("curation-changes", SEE, ("'Q1'",)),
    Door("curation-samples", JUDGE, ("'Q1'",)),
    Door("curation-sample-new", WRITE, ("'Q1'",)),
    Door("curation-sample", WRITE, ("'Q1'", "sample")),
    post("curation-sample-delete", WRITE, "'Q1'", "sample"),
    Door("curation-export-one", SEE, ("'Q1'",)),
    Door("curation-transfer", SEE),
    Door("curation-import", SEE, ("run",)),
    post("curation-import-confirm", WRITE, "run"),
    post("curation-import-undo", WRITE, "run"),
    Door("curation-export", SEE, ("'csv'",)),
    Door("curation-version", SEE, ("draft",)),
    Door("curation-version", SEE, ("in_review",)),
    post("curation-save", WRITE, "draft"),
    Door("curation-release", SEE, ("in_review",)),
    post("curation-act", WRITE, "draft", "'submit'"),
    post("curation-act", WRITE, "draft", "'discard'"),
    post("curation-act", WRITE, "in_review", "'take_back'"),
    post("curation-act", WRITE, "in_review", "'check'"),
    post("curation-act", WRITE, "in_review", "'publish'"),
    post("curation-act", JUDGE, "in_review", "'approve'"),
    post("curation-act", JUDGE, "in_review", "'return'"),
    Door("curation-by-meaning", SEE),
    Door("curation-trial", JUDGE, ("draft",)),
    Door("curation-trial-results", JUDGE, ("draft",)),
    Door("curation-preview", JUDGE, ("draft",)),
    post("curation-regrade", WRITE, "draft"),
    Door("curation-meaning", SEE, ("draft",)),
    Door("appeal", NOBODY, ("grade", "point")),
    Door("raters-queue", SEE),
    post("raters-take", SEE),
    Door("raters-rating", SEE, ("mine",)),
    Door("raters-rating", NOBODY, ("theirs",)),
    post("raters-save", SEE, "mine"),
    post("raters-save", NOBODY, "theirs"),
    post("raters-finish", SEE, "mine"),
    post("raters-finish", NOBODY, "theirs"),
    Door("raters-training", SEE),
    Door("raters-trained", SEE, ("trained",)),
    Door("raters-agreement", JUDGE),
    Door("raters-question", JUDGE, ("'Q1'",)),
    Door("raters-answer", JUDGE, ("answer",)),
    Door("raters-calibrations", JUDGE),
    Door("raters-proposal", JUDGE, ("proposal",)),
    post("raters-go-back", JUDGE, "promotion"),
    Door("raters-appeals", JUDGE),
    Door("raters-appeal", JUDGE, ("asked",)),
)


@pytest.fixture
def candidate(db: None) -> User:
    person = make_user("zebedee.quill")
    person.name = "Zebedee Quill"
    person.save()
    return person


def world(graded: GradedAnswer, candidate: User, user: User) -> dict[str, object]:
    """A row for every address, beside a candidate whose name would be noticed."""
    answers = [graded(text, by=candidate) for text in ("alpha and beta", "alpha", "gamma")]
    grade = grade_of(answers[0])
    point = grade.version.points.get(key="gamma")
    question = grade.version.question
    sample = SampleAnswer.objects.create(
        question=question, key="Q1-strong-en", language="en", kind="strong", score=90,
        text=LABEL, states=STATES,
    )  # fmt: skip
    writer, other = make_user("writer", role=CURATOR), make_rater("other")
    in_review = begin_draft(question, writer)
    submit_for_review(in_review, writer)
    case = {"name": sample.key, "language": "en", "text": LABEL, "score": 12.5}
    ReleaseCheck.objects.filter(version=in_review).update(
        state="failed", findings=[{"rule": "order", "cases": [case, case]}]
    )
    until = timezone.now() + timedelta(hours=1)
    ratings = [
        Rating.objects.create(answer=answer, rater=rater, sequence=1, locked_until=until)
        for answer, rater in zip(answers[1:], (user, other), strict=True)
    ]
    proposal = CalibrationProposal.objects.create(name="one", encoder="e", data={})
    act = Promotion.objects.create(
        proposal=proposal, encoder="e", former="a", present="one", reason="It is better."
    )
    run = ImportRun.objects.create(file_name="some.yaml", report=[])
    rows = {
        "sample": sample, "run": run, "in_review": in_review, "grade": grade, "point": point,
        "draft": begin_draft(make_question("Q2"), writer), "answer": answers[0],
        "mine": ratings[0], "theirs": ratings[1], "proposal": proposal, "promotion": act,
        "trained": score_training(user, sample, STATES),
        "asked": appeal(grade, point, reason="I said it in other words."),
    }  # fmt: skip
    return {name: row.pk for name, row in rows.items()}


def knock(browser: Client, door: Door, rows: dict[str, object]) -> Any:
    """Try one address; whatever it did is undone again."""
    args = [arg.strip("'") if arg.startswith("'") else rows[arg] for arg in door.args]
    with transaction.atomic():
        reply = getattr(browser, door.method)(reverse(door.name, args=args))
        transaction.set_rollback(True)
    return reply


def test_it_knows_every_address() -> None:
    patterns = [*written.urlpatterns, *judged.urlpatterns, *rated.urlpatterns]
    assert {door.name for door in DOORS} == {pattern.name for pattern in patterns}


@pytest.mark.parametrize("role", Role.values)
def test_it_opens_what_a_role_opens_and_nothing_else(
    graded: GradedAnswer, candidate: User, role: str
) -> None:
    user = make_rater("somebody", role=role)
    rows, browser = world(graded, candidate, user), browser_of(user)
    replies = {door: knock(browser, door, rows).status_code for door in DOORS}
    opened = {door for door, status in replies.items() if status not in (403, 404)}
    assert opened == {door for door in DOORS if role in door.opens}
    assert max(replies.values()) < 500


def test_it_sends_nobody_in_without_a_login(graded: GradedAnswer, candidate: User) -> None:
    rows = world(graded, candidate, make_rater("somebody"))
    for door in DOORS:
        reply = knock(Client(), door, rows)
        assert (reply.status_code, "/login/" in reply["Location"]) == (302, True), door


def pages(browser: Client, rows: dict[str, object]) -> dict[str, str]:
    """Return all that a person can read, by address: these pages, exports and the administration."""
    found = {}
    for door in DOORS:
        reply = knock(browser, door, rows)
        if door.method == "get" and reply.status_code == 200:
            found[f"{door.name} {door.args}"] = reply.content.decode()
    for form in ("yaml", "csv"):
        found[form] = browser.get(reverse("curation-export", args=[form])).content.decode()
    for model, kept in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses = [reverse(f"{name}_changelist")]
        try:
            newest = kept.model._base_manager.order_by("-pk").first()
            if newest is not None:
                addresses += [reverse(f"{name}_change", args=[newest.pk])]
                addresses += [reverse(f"{name}_history", args=[newest.pk])]
        except NoReverseMatch:
            continue
        for address in addresses:
            page = browser.get(address)
            if page.status_code == 200:
                found[address] = page.content.decode()
    return found


@pytest.mark.parametrize("role", BLIND)
def test_it_never_shows_whose_an_answer_is(
    graded: GradedAnswer, candidate: User, role: str
) -> None:
    user = make_rater("somebody", role=role)
    rows = world(graded, candidate, user)
    read = pages(browser_of(user), rows)
    assert reverse("admin:interview_question_changelist") in read
    assert {
        name for name, text in read.items() if "zebedee" in text.lower() or "quill" in text.lower()
    } == set()
    if role != GRADER:
        assert "alpha and beta" in read["raters-answer ('answer',)"]


def test_it_shows_labels_to_no_grader_before_they_have_scored(
    graded: GradedAnswer, candidate: User
) -> None:
    """Nor what the machine or somebody else says of any answer."""
    user = make_rater("somebody")
    rows = world(graded, candidate, user)
    SampleAnswer.objects.create(
        question_id=SampleAnswer.objects.get().question_id, key="Q1-wrong-en", language="en",
        kind="wrong", score=5, text="Another one.", states=STATES,
    )  # fmt: skip
    read = pages(browser_of(user), rows)
    assert "Another one." in read.pop("raters-training ()")
    assert LABEL in read.pop("raters-trained ('trained',)")
    said = {name for name, text in read.items() if LABEL in text or "12.5" in text}
    assert said == set()


def test_it_does_not_tell_an_answer_s_kind_in_the_training(
    graded: GradedAnswer, candidate: User
) -> None:
    user = make_rater("somebody")
    rows = world(graded, candidate, make_rater("trained"))
    page = knock(browser_of(user), Door("raters-training", SEE), rows).content.decode()
    assert LABEL in page
    assert "strong" not in page.split('id="answer-title"')[0].split("<form")[-1]
    assert "Q1-strong-en" not in page
