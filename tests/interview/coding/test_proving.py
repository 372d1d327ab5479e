"""Before a coding question is published: its solutions are held to its tests, in the sandbox."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interview.accounts.models import Role, User
from interview.authoring.drafting import begin_draft, save_draft
from interview.authoring.reviewing import approve, submit_for_review
from interview.coding import judging
from interview.coding.judgement import Judgement
from interview.coding.models import CodeRun
from interview.coding.proving import JUDGE
from interview.coding.tasks import prove_code, sweep_runs
from interview.errors import RequestError
from interview.questions.coding_schema import CodingSpec
from interview.questions.document import content_of
from interview.questions.models import RubricVersion
from interview.questions.publishing import publish
from interview.questions.release import JUDGES, LEASE, MOST_ATTEMPTS, CheckState, ReleaseCheck
from interview.sandbox import Outcome, State, run
from tests.factories import make_question, make_user
from tests.interview.coding.test_runs import SPEC

Spec = dict[str, Any]


@pytest.fixture(autouse=True)
def _code_alone(settings: Any, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real runner; the grader's own gate has tests of its own."""
    settings.SANDBOX_CACHE = cache
    monkeypatch.delitem(JUDGES, "grading", raising=False)


@pytest.fixture
def spec() -> Spec:
    return deepcopy(SPEC)


def checked(spec: Spec, curator: User) -> ReleaseCheck:
    """Draft the question with this code, ask for its review, and have it proved."""
    question = make_question("T1", round="coding", coding=SPEC)
    draft = begin_draft(question, curator)
    save_draft(draft, content_of(draft) | {"coding": spec}, revision=0, by=curator)
    submit_for_review(draft, curator)
    prove_code(ReleaseCheck.objects.get().pk)
    return ReleaseCheck.objects.get()


def refused(check: ReleaseCheck, curator: User) -> str:
    """Return the page of a version that an approval alone does not publish."""
    version = RubricVersion.objects.get(pk=check.version_id)
    approve(version, make_user("reviewer", role=Role.REVIEWER))
    with pytest.raises(RequestError, match="has not passed"):
        publish(version, by=curator)
    desk = Client()
    desk.force_login(curator)
    return desk.get(reverse("curation-version", args=[version.pk])).content.decode()


def test_it_lets_out_code_that_holds(spec: Spec, curator: User) -> None:
    check = checked(spec, curator)
    assert (check.judge, check.state, check.findings) == (JUDGE, CheckState.PASSED, [])
    assert check.measured == {"tests": 4, "mistakes": 3}
    version = RubricVersion.objects.get(pk=check.version_id)
    approve(version, make_user("reviewer", role=Role.REVIEWER))
    publish(version, by=curator)
    assert version.state == "published"


def test_it_asks_nothing_of_a_question_without_code(curator: User) -> None:
    submit_for_review(begin_draft(make_question("Q1"), curator), curator)
    assert not ReleaseCheck.objects.exists()


def test_it_refuses_a_reference_that_fails_a_test(spec: Spec, curator: User) -> None:
    spec["tests"][2]["expected"] = 1
    check = checked(spec, curator)
    assert (check.state, check.findings[0]["rule"]) == (CheckState.FAILED, "reference")
    [case] = check.findings[0]["cases"]
    assert case["name"] == "secret"
    page = refused(check, curator)
    assert "The reference solution does not pass these tests." in page
    assert "double(1234567)" in page
    assert "2469134" in page


@pytest.mark.parametrize(
    ("reference", "rule", "words"),
    [
        ("def double(x):\n    return x + x + missing\n", "reference", "missing"),
        ("def double(x):\n    return x + x\n1 / 0\n", "reference-broken", "ZeroDivisionError"),
    ],
)
def test_it_refuses_a_reference_that_raises(
    spec: Spec, curator: User, reference: str, rule: str, words: str
) -> None:
    spec["reference"] = reference
    # what a test takes from the reference is nothing then, and must not read as a runner at fault
    spec["tests"][0] |= {"from_reference": True, "expected": None}
    check = checked(spec, curator)
    assert (check.state, [f["rule"] for f in check.findings]) == (CheckState.FAILED, [rule])
    assert words in check.findings[0]["cases"][0]["text"]


def test_it_refuses_a_mistake_that_no_test_catches(spec: Spec, curator: User) -> None:
    spec["wrong"][0] = {"id": "twice", "replace": ["x + x", "2 * x"], "fails": ["secret", "zero"]}
    check = checked(spec, curator)
    assert check.state == CheckState.FAILED
    [finding] = check.findings
    assert finding["rule"] == "mistake"
    assert [case["name"] for case in finding["cases"]] == ["twice", "zero", "secret"]
    page = refused(check, curator)
    assert "A known mistake passes a test that is to catch it." in page
    assert "+ 2 * x" in page


@pytest.mark.parametrize(
    ("starter", "rule"),
    [(SPEC["reference"], "starter-passes"), ("def double(x):\n", "starter-broken")],
)
def test_it_refuses_a_starter_that_is_done_or_broken(
    spec: Spec, curator: User, starter: str, rule: str
) -> None:
    spec["starter"] = starter
    assert [finding["rule"] for finding in checked(spec, curator).findings] == [rule]


def test_it_waits_while_the_runner_warms_up(
    spec: Spec, curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prove_code, "delay", prove_code)
    with monkeypatch.context() as cold:
        cold.setattr("interview.coding.proving.judge", lambda *_, **__: Judgement(State.WARMING_UP))
        check = checked(spec, curator)
        for _ in range(MOST_ATTEMPTS + 1):
            sweep_runs()
    check.refresh_from_db()
    assert (check.state, check.attempts) == (CheckState.WAITING, 0)
    sweep_runs()
    check.refresh_from_db()
    assert check.state == CheckState.PASSED


def test_it_says_when_there_is_no_runner(
    spec: Spec, curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "interview.coding.proving.judge", lambda *_, **__: Judgement(State.UNAVAILABLE)
    )
    assert checked(spec, curator).state == CheckState.BROKEN


def test_it_gives_up_what_ends_its_worker_each_time(
    spec: Spec, curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_for_review(
        begin_draft(make_question("T1", round="coding", coding=spec), curator), curator
    )
    check = ReleaseCheck.objects.get()
    for _ in range(MOST_ATTEMPTS):
        assert check.claim()
        dead = timezone.now() - LEASE - timedelta(seconds=1)
        ReleaseCheck.objects.update(claimed_at=dead)
    sent: list[int] = []
    monkeypatch.setattr(prove_code, "delay", sent.append)
    sweep_runs()
    assert sent == []
    assert ReleaseCheck.objects.get().state == CheckState.BROKEN


def test_it_proves_once_when_run_twice(spec: Spec, curator: User) -> None:
    check = checked(spec, curator)
    ReleaseCheck.objects.update(findings=["kept"])
    prove_code(check.pk)
    prove_code(999_999)
    assert ReleaseCheck.objects.get().findings == ["kept"]
    assert not CodeRun.objects.exists()


def test_it_asks_a_reference_again_that_was_too_slow_once(
    spec: Spec, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a busy machine made of it is not remembered as what the reference is."""
    spec["reference"] += "\n# asked for the first time here\n"
    spec["tests"][0] |= {"from_reference": True, "expected": None}
    whole = CodingSpec.model_validate(spec)

    def slow(*args: Any, **options: Any) -> Outcome:
        return replace(run(*args, **options), state=State.TIME_LIMIT)

    with monkeypatch.context() as busy:
        busy.setattr(judging, "run", slow)
        with pytest.raises(judging.ReferenceFailed):
            judging.expected_of(whole, whole.tests, cache, judging.DEFAULTS)
    assert judging.expected_of(whole, whole.tests, cache, judging.DEFAULTS) is not None
