"""The gate: what fails is shown with its text and score, and nothing is published without it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grading.curation.attacks import attacks
from grading.curation.gate import JUDGE
from grading.curation.judging import draft_rubric
from grading.curation.tasks import judge_release, sweep_curation
from interview.accounts.models import User
from interview.authoring.naming import attack_names, name_of
from interview.authoring.reviewing import approve, submit_for_review
from interview.errors import RequestError
from interview.questions.models import RubricVersion
from interview.questions.publishing import publish
from interview.questions.release import JUDGES, LEASE, MOST_ATTEMPTS, CheckState, ReleaseCheck
from interview.questions.samples import SampleAnswer
from tests.fakes import KeywordGrader

Samples = dict[str, SampleAnswer]


def judged(draft: RubricVersion, curator: User) -> ReleaseCheck:
    submit_for_review(draft, curator)
    judge_release(ReleaseCheck.objects.get().pk)
    return ReleaseCheck.objects.get()


def test_it_is_required_wherever_grading_is() -> None:
    assert JUDGE in JUDGES


def test_it_lets_out_what_is_in_order(
    draft: RubricVersion, samples: Samples, curator: User, reviewer: User,
    grader: KeywordGrader, quiet_attacks: None,
) -> None:  # fmt: skip
    check = judged(draft, curator)
    assert (check.state, check.findings) == (CheckState.PASSED, [])
    assert check.measured["scores"]["Q1-partial-en"] == 50
    approve(draft, reviewer)
    publish(draft, by=curator)
    assert draft.state == "published"


def test_it_shows_the_case_that_fails(
    draft: RubricVersion, samples: Samples, curator: User, reviewer: User,
    grader: KeywordGrader, quiet_attacks: None, desk: Client,
) -> None:  # fmt: skip
    vague = samples["vague-en"]
    vague.text = "Well, alpha, beta, perhaps gamma."
    vague.save()
    check = judged(draft, curator)
    assert check.state == CheckState.FAILED
    [finding] = check.findings
    assert finding["rule"] == "order"
    assert [case["name"] for case in finding["cases"]] == ["Q1-partial-en", "Q1-vague-en"]
    page = desk.get(reverse("curation-version", args=[draft.pk])).content.decode()
    assert "Well, alpha, beta, perhaps gamma." in page
    assert "75.0" in page
    approve(draft, reviewer)
    with pytest.raises(RequestError, match="has not passed"):
        publish(draft, by=curator)


def test_it_asks_for_every_kind(
    draft: RubricVersion, curator: User, grader: KeywordGrader, quiet_attacks: None
) -> None:
    check = judged(draft, curator)
    assert {finding["rule"] for finding in check.findings} == {"missing"}
    assert len(check.findings) == 6


def test_it_sees_far_twins_and_paid_attacks(
    draft: RubricVersion, samples: Samples, curator: User, grader: KeywordGrader,
    quiet_attacks: None,
) -> None:  # fmt: skip
    samples["partial-en"].twin = "Q1-partial-ko"
    samples["partial-en"].save()
    SampleAnswer.objects.create(
        question=draft.question, key="Q1-partial-ko", language="ko", kind="partial",
        text="alpha beta gamma", score=50, twin="Q1-partial-en",
    )  # fmt: skip
    samples["adversarial-en"].text = "alpha!"
    samples["adversarial-en"].save()
    found = {finding["rule"] for finding in judged(draft, curator).findings}
    assert found == {"adversarial"}
    SampleAnswer.objects.filter(key="Q1-partial-ko").update(text="없음")
    check = ReleaseCheck.ask(draft, JUDGE, ReleaseCheck.objects.get().content_hash, curator)
    judge_release(check.pk)
    check.refresh_from_db()
    assert {finding["rule"] for finding in check.findings} >= {"twins", "adversarial"}


def test_it_attacks_with_the_rubric_itself(
    draft: RubricVersion, samples: Samples, curator: User, grader: KeywordGrader
) -> None:
    """A grader that hears keys falls for all of them, and each is told with its text."""
    check = judged(draft, curator)
    attacked = [finding for finding in check.findings if finding["rule"] == "attack"]
    assert {f["cases"][0]["name"] for f in attacked} >= {"negated"}
    assert all(f["cases"][0]["text"] and f["cases"][0]["score"] > f["limit"] for f in attacked)


def test_it_makes_an_attack_of_every_sort(draft: RubricVersion) -> None:
    names = {attack.name for attack in attacks(draft_rubric(draft), [])}
    assert names >= {"restated", "empty", "injection", "injection-restated", "negated", "repeated"}
    assert {attack.language for attack in attacks(draft_rubric(draft), [])} == {"ko", "en"}
    told = {name_of({"rule": "attack"}, {"name": name}) for name in (*names, "list", "elsewhere-1")}
    assert told <= set(attack_names().values())


def test_it_judges_once_when_run_twice(
    draft: RubricVersion, samples: Samples, curator: User, grader: KeywordGrader,
    quiet_attacks: None,
) -> None:  # fmt: skip
    check = judged(draft, curator)
    judge_release(check.pk)
    judge_release(999_999)
    assert len(grader.batches) == 1


def test_it_is_found_by_the_sweep(
    draft: RubricVersion, samples: Samples, curator: User, grader: KeywordGrader,
    quiet_attacks: None, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(judge_release, "delay", judge_release)
    submit_for_review(draft, curator)
    sweep_curation()
    assert ReleaseCheck.objects.get().state == CheckState.PASSED


def test_it_says_when_there_is_no_model(
    draft: RubricVersion, samples: Samples, curator: User, no_model: None, quiet_attacks: None
) -> None:
    assert judged(draft, curator).state == CheckState.BROKEN


def test_it_gives_up_what_ends_its_worker_each_time(
    draft: RubricVersion, curator: User, desk: Client
) -> None:
    submit_for_review(draft, curator)
    check = ReleaseCheck.objects.get()
    for _ in range(MOST_ATTEMPTS):
        assert check.claim()
        dead = timezone.now() - 2 * LEASE
        ReleaseCheck.objects.filter(pk=check.pk).update(claimed_at=dead)
    assert not check.claim()
    sweep_curation()
    check.refresh_from_db()
    assert check.state == CheckState.BROKEN
    page = desk.get(reverse("curation-version", args=[draft.pk])).content.decode()
    assert "nothing is known of this content" in page
    assert ReleaseCheck.ask(draft, JUDGE, check.content_hash, curator) != check
