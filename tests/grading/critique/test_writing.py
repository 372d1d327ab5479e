"""A critique from the waiting row to what stands in it, and what a failing provider leaves."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.core.cache import cache

from grading.critique import breaker
from grading.critique.writing import ensure_critique, write
from grading.models import Critique, CritiqueReason, CritiqueStatus, Grade, Spend
from grading.tasks import grade_answer, sweep_critiques
from interview.accounts.models import Consent, User
from tests.grading.critique.conftest import critique_of
from tests.scripted_model import (
    drips,
    fails,
    floods,
    hangs_up,
    is_silent,
    judges,
    refuses,
    says,
    sends_a_web_page,
    sends_no_json,
)

SAID = {"alpha": ("said", "start with alpha"), "beta": ("said", "beta follows from it")}


def write_for(answer) -> Critique:
    write(critique_of(answer).pk)
    return critique_of(answer)


def verdicts(critique: Critique) -> dict[str, str]:
    return dict(critique.opinions.values_list("point__key", "verdict"))


def test_it_is_written_beside_the_score(scripted, graded) -> None:
    server = scripted(judges(SAID))
    answer = graded()
    score = Grade.objects.get().score
    critique = write_for(answer)
    assert critique.status == CritiqueStatus.WRITTEN
    assert verdicts(critique) == {
        "alpha": "said", "beta": "said", "gamma": "not_said", "delta": "not_said"
    }  # fmt: skip
    assert critique.content["strengths"] == ["That is a fair comment."]
    assert Grade.objects.get().score == score
    assert server.asked[0]["authorization"] == "Bearer secret-key"


def test_it_stores_what_it_took_and_from_whom(scripted, graded, settings: LazySettings) -> None:
    settings.CRITIQUE_PRICE_IN, settings.CRITIQUE_PRICE_OUT = 1.0, 10.0
    scripted(judges(SAID))
    critique = write_for(graded())
    assert (critique.tokens_in, critique.tokens_out) == (900, 100)
    assert float(critique.cost) == pytest.approx(0.0019)
    assert critique.model == "scripted"
    assert critique.prompt_version == "critique-1"
    assert '"points"' in critique.raw[0]["text"]
    spend = Spend.objects.get()
    assert (spend.settled, spend.answered, spend.tokens_in) == (True, True, 900)


def test_it_sends_question_points_and_answer_and_nothing_of_the_person(
    scripted, graded, alice: User
) -> None:
    User.objects.filter(pk=alice.pk).update(name="Alice Liddell")
    server = scripted()
    answer = graded()
    write_for(answer)
    sent = "\n".join(server.prompts())
    for wanted in ("Please explain Q1.", "The claim alpha holds.", answer.text):
        assert wanted in sent
    for kept in ("alice", "Liddell", str(answer.turn.session_id), "50", "model answer"):
        assert kept not in sent


def test_it_asks_strictly_and_streams(scripted, graded) -> None:
    server = scripted()
    write_for(graded())
    asked = server.asked[0]
    assert asked["stream"] is True
    wanted = asked["response_format"]["json_schema"]
    assert wanted["strict"] is True
    assert wanted["schema"]["additionalProperties"] is False


@pytest.mark.parametrize(
    "unknown",
    [
        ("max_completion_tokens",),
        ("json_schema", "max_completion_tokens"),
        ("response_format", "stream_options", "max_completion_tokens"),
    ],
)
def test_it_asks_more_plainly_where_a_server_knows_less(scripted, graded, unknown) -> None:
    scripted(refuses(*unknown))
    assert write_for(graded()).status == CritiqueStatus.WRITTEN


def test_it_writes_in_the_persons_language(scripted, graded, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="ko")
    server = scripted(judges(SAID, language="ko"))
    critique = write_for(graded())
    assert critique.content["next_step"] == "좋은 설명이에요."
    assert "Korean" in server.prompts()[0]


def test_it_does_nothing_twice(scripted, graded) -> None:
    server = scripted()
    critique = write_for(graded())
    write(critique.pk)
    assert len(server.asked) == 1


def test_it_is_found_by_the_sweep_when_no_message_came(
    scripted, graded, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripted()
    answer = graded()
    Critique.objects.all().delete()
    sent: list[int] = []
    monkeypatch.setattr("grading.tasks.write_critique.delay", sent.append)
    sweep_critiques()
    assert sent == [critique_of(answer).pk]


def test_it_takes_the_same_text_out_of_an_earlier_one(scripted, graded) -> None:
    server = scripted(judges(SAID))
    answer = graded()
    write_for(answer)
    first = Grade.objects.get()
    Grade.objects.create(answer=answer, number=2, version=first.version)
    grade_answer(answer.pk)
    second = Critique.objects.exclude(grade=first).get()
    write(second.pk)
    second.refresh_from_db()
    assert (second.status, second.copied, second.cost) == (CritiqueStatus.WRITTEN, True, 0)
    assert verdicts(second)["alpha"] == "said"
    assert len(server.asked) == 1


def test_it_is_let_go_when_the_answer_was_graded_again(scripted, graded) -> None:
    server = scripted()
    answer = graded()
    old = critique_of(answer)
    Grade.objects.create(answer=answer, number=2, version=old.grade.version)
    grade_answer(answer.pk)
    write(old.pk)
    old.refresh_from_db()
    assert old.status == CritiqueStatus.CANCELLED
    assert not server.asked


def test_it_is_let_go_when_the_person_says_no_meanwhile(scripted, graded, alice: User) -> None:
    server = scripted()
    answer = graded()
    User.objects.filter(pk=alice.pk).update(model_consent=Consent.NO)
    assert write_for(answer).status == CritiqueStatus.CANCELLED
    assert not server.asked


@pytest.mark.parametrize("consent", [Consent.UNASKED, Consent.NO])
def test_it_is_never_made_without_a_yes(scripted, graded, alice: User, consent: str) -> None:
    scripted()
    answer = graded()
    Critique.objects.all().delete()
    User.objects.filter(pk=alice.pk).update(model_consent=consent)
    assert ensure_critique(answer) is None
    sweep_critiques()
    assert not Critique.objects.exists()


def test_it_is_never_made_where_the_site_has_no_model(graded) -> None:
    graded()
    sweep_critiques()
    assert not Critique.objects.exists()


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (is_silent, CritiqueReason.TIMED_OUT),
        (drips, CritiqueReason.TIMED_OUT),
        (hangs_up, CritiqueReason.UNREACHABLE),
        (fails(500), CritiqueReason.UNREACHABLE),
        (fails(503), CritiqueReason.BUSY),
        (fails(429), CritiqueReason.BUSY),
        (fails(401), CritiqueReason.REFUSED),
        (fails(404), CritiqueReason.REFUSED),
        (fails(400), CritiqueReason.REFUSED),
        (sends_no_json, CritiqueReason.UNREADABLE),
        (sends_a_web_page, CritiqueReason.UNREADABLE),
        (says("I am sorry, I cannot help with that."), CritiqueReason.UNREADABLE),
        (says(""), CritiqueReason.UNREADABLE),
        (says("[1, 2, 3]"), CritiqueReason.UNREADABLE),
        (floods, CritiqueReason.UNREADABLE),
    ],
)
def test_it_leaves_score_and_report_whole_whatever_the_provider_does(
    scripted, graded, settings: LazySettings, client, behaviour, reason
) -> None:
    if reason == CritiqueReason.TIMED_OUT:
        settings.CRITIQUE_SILENCE_SECONDS, settings.CRITIQUE_LIMIT_SECONDS = 0.3, 0.6
    settings.CRITIQUE_ATTEMPTS = 1
    scripted(behaviour)
    answer = graded()
    critique = write_for(answer)
    assert (critique.status, critique.reason) == (CritiqueStatus.FAILED, reason)
    grade = Grade.objects.get()
    assert (grade.status, grade.score) == ("scored", 50.0)
    page = client.get(f"/reports/{answer.turn.session_id}/1/").content.decode()
    assert "<mark" in page
    assert Spend.objects.filter(settled=False).count() == 0


def test_it_cannot_reach_a_server_that_is_not_there(scripted, graded, settings) -> None:
    scripted()
    settings.OPENAI_BASE_URL, settings.CRITIQUE_ATTEMPTS = "http://127.0.0.1:9/v1", 1
    assert write_for(graded()).reason == CritiqueReason.UNREACHABLE


def test_it_waits_as_long_as_the_provider_asks(scripted, graded, settings: LazySettings) -> None:
    scripted(fails(429, Retry_After="77"), judges())
    critique = write_for(graded())
    assert critique.status == CritiqueStatus.WAITING
    assert 70 < (critique.retry_at - critique.claimed_at).total_seconds() < 90
    write(critique.pk)
    critique.refresh_from_db()
    assert critique.status == CritiqueStatus.WAITING
    Critique.objects.update(retry_at=critique.claimed_at)
    cache.clear()
    write(critique.pk)
    critique.refresh_from_db()
    assert critique.status == CritiqueStatus.WRITTEN


def test_it_gives_up_after_a_few_tries(scripted, graded, settings: LazySettings) -> None:
    settings.CRITIQUE_ATTEMPTS = 2
    server = scripted(fails(500))
    answer = graded()
    for _ in range(4):
        Critique.objects.update(retry_at=None)
        write(critique_of(answer).pk)
    assert critique_of(answer).status == CritiqueStatus.FAILED
    assert len(server.asked) == 2


def test_it_does_not_try_again_what_was_refused(scripted, graded) -> None:
    scripted(fails(401))
    assert write_for(graded()).status == CritiqueStatus.FAILED


def test_it_leaves_a_failing_provider_alone_for_a_while(
    scripted, graded, settings: LazySettings
) -> None:
    settings.CRITIQUE_ATTEMPTS = 99
    server = scripted(fails(500))
    answer = graded()
    for _ in range(breaker.FAILURES + 3):
        Critique.objects.update(retry_at=None)
        write(critique_of(answer).pk)
    assert len(server.asked) == breaker.FAILURES
    critique = critique_of(answer)
    assert (critique.status, critique.reason) == (CritiqueStatus.WAITING, CritiqueReason.RESTING)
    server.script = [judges()]
    cache.delete(f"{breaker.OPEN}.scripted")
    Critique.objects.update(retry_at=None)
    assert write_for(answer).status == CritiqueStatus.WRITTEN
    assert not breaker.rest_of("scripted")


def test_it_stops_at_the_persons_budget(scripted, graded, settings: LazySettings) -> None:
    settings.CRITIQUE_PERSON_TOKENS = 1000
    server = scripted()
    critique = write_for(graded())
    assert (critique.status, critique.reason) == (
        CritiqueStatus.FAILED, CritiqueReason.PERSON_BUDGET
    )  # fmt: skip
    assert not server.asked


def test_it_stops_at_the_sites_budget_of_tokens_and_of_money(
    scripted, graded, settings: LazySettings
) -> None:
    server = scripted()
    settings.CRITIQUE_SITE_TOKENS = 1000
    answer = graded()
    assert write_for(answer).reason == CritiqueReason.SITE_BUDGET
    settings.CRITIQUE_SITE_TOKENS = 10**9
    settings.CRITIQUE_SITE_MONEY, settings.CRITIQUE_PRICE_OUT = 0.001, 5.0
    critique_of(answer).try_again()
    assert write_for(answer).reason == CritiqueReason.SITE_BUDGET
    assert not server.asked


def test_it_shows_the_words_as_they_come(scripted, graded, monkeypatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr("grading.critique.writing.SHOW_EVERY", 0.0)
    monkeypatch.setattr(
        "grading.critique.writing.tell",
        lambda critique: seen.append(Critique.objects.get(pk=critique.pk).partial),
    )
    scripted(judges(SAID))
    critique = write_for(graded())
    growing = [text for text in seen if text]
    assert len(growing) > 3
    assert growing == sorted(growing, key=len)
    assert critique.partial == ""


def test_it_writes_nothing_over_what_another_worker_holds(scripted, graded, monkeypatch) -> None:
    monkeypatch.setattr("grading.critique.writing.SHOW_EVERY", 0.0)
    scripted(judges(SAID))
    answer = graded()
    critique = Critique.objects.claim(critique_of(answer).pk, critique_of(answer).created_at)
    Critique.objects.update(claim=None)
    assert critique.finish([], content={}) is False
    assert critique_of(answer).status == CritiqueStatus.RUNNING


def test_it_hangs_up_when_the_person_says_no_in_the_middle(
    scripted, graded, alice: User, monkeypatch
) -> None:
    monkeypatch.setattr("grading.critique.writing.SHOW_EVERY", 0.0)
    server = scripted(judges(SAID))
    answer = graded()
    told: list[Critique] = []

    def say_no(critique: Critique) -> None:
        told.append(critique)
        if len(told) == 4:
            User.objects.filter(pk=alice.pk).update(model_consent=Consent.NO)

    monkeypatch.setattr("grading.critique.writing.tell", say_no)
    critique = write_for(answer)
    assert (critique.status, critique.partial, critique.raw) == (CritiqueStatus.CANCELLED, "", [])
    assert len(server.asked) == 1
    assert len(told) == 5
    spend = Spend.objects.get()
    assert spend.settled
    assert spend.tokens_out > 0


def test_it_says_of_itself_who_wrote_it_after_the_site_took_another_model(
    scripted, graded, settings: LazySettings
) -> None:
    scripted()
    answer = graded()
    settings.CRITIQUE_MODEL, settings.CRITIQUE_SAMPLES = "another", 2
    critique = write_for(answer)
    assert (critique.model, critique.samples) == ("another", 2)
    assert Spend.objects.filter(model="another").count() == 2


def test_it_holds_its_row_while_further_samples_are_asked_for(
    scripted, graded, settings: LazySettings, monkeypatch
) -> None:
    """Each sample may take as long as the first; nobody else must take the row meanwhile."""
    settings.CRITIQUE_SAMPLES = 3
    held: list[Critique] = []
    keep = Critique.keep

    def note(row: Critique) -> bool:
        held.append(row)
        return keep(row)

    monkeypatch.setattr(Critique, "keep", note)
    scripted()
    write_for(graded())
    # before it is asked for, before the second and the third, and before it is written down
    assert len(held) == 4
