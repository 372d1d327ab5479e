"""The critique on the page: asked for first, shown as it comes, trusted only as far as measured."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grading.critique.prompt import PROMPT_VERSION
from grading.critique.writing import write
from grading.models import Critique, CritiqueMeasurement, CritiqueStatus, Grade
from grading.raters.queue import waiting_for
from interview.accounts.models import Consent, User
from interview.practice.answer import Answer
from interview.practice.session import Mode, Session
from tests.grading.critique.conftest import critique_of
from tests.scripted_model import fails, judges

GOOD = {"kappa": 0.8, "n": 40}
POOR = {"kappa": 0.3, "n": 40}
FEW = {"kappa": 0.9, "n": 5}
STYLES = ("padded", "terse")


def url(answer: Answer, what: str = "") -> str:
    name = "critique" + (f"-{what}" if what else "")
    return reverse(name, args=[answer.turn.session_id, answer.turn.position, answer.sequence])


def fragment(client: Client, answer: Answer) -> str:
    return client.get(url(answer), headers={"HX-Request": "true"}).content.decode()


def measured(**states) -> None:
    CritiqueMeasurement.objects.create(
        model="scripted", prompt_version=PROMPT_VERSION, samples=1, answers=60, points=300,
        abstained=0.1, kappa=0.7, states=states,
        twins={name: {"points": 40, "changed": 0.1, "shift": 0.02} for name in STYLES},
    )  # fmt: skip


def test_it_says_what_is_sent_where_before_anything_is(
    scripted, graded, client: Client, alice: User
) -> None:
    server = scripted()
    answer = graded()
    Critique.objects.all().delete()
    User.objects.filter(pk=alice.pk).update(model_consent=Consent.UNASKED)
    page = fragment(client, answer)
    assert "127.0.0.1" in page
    assert "Your name, your address and everything else stay here." in page
    assert not server.asked


def test_it_begins_with_a_yes_and_stops_with_a_no(
    scripted, graded, client: Client, alice: User
) -> None:
    scripted()
    answer = graded()
    Critique.objects.all().delete()
    client.post(url(answer, "consent"), {"consent": "yes"})
    assert critique_of(answer).status == CritiqueStatus.WAITING
    page = client.post(
        url(answer, "consent"), {"consent": "no"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "nothing is sent" in page
    alice.refresh_from_db()
    assert alice.model_consent == Consent.NO


def test_the_account_page_has_the_choice_and_says_where_it_goes(
    scripted, client: Client, alice: User
) -> None:
    scripted()
    page = client.get(reverse("profile")).content.decode()
    assert "A language model at 127.0.0.1" in page
    client.post(reverse("profile"), {"language": "en", "model_consent": "no"})
    alice.refresh_from_db()
    assert alice.model_consent == Consent.NO


def test_the_account_page_does_not_ask_where_there_is_no_model(client: Client) -> None:
    assert "model_consent" not in client.get(reverse("profile")).content.decode()


def test_a_report_says_simply_that_it_is_off(client: Client, graded) -> None:
    answer = graded()
    page = client.get(reverse("report-turn", args=[answer.turn.session_id, 1])).content.decode()
    assert "critique/0/" not in page
    Session.objects.update(finished_at="2026-01-01T00:00Z")
    page = client.get(reverse("report", args=[answer.turn.session_id])).content.decode()
    assert "Written critiques by a language model are off on this site." in page
    assert client.get(url(answer)).status_code == 404


def test_it_is_fetched_beside_the_score(scripted, graded, client: Client) -> None:
    scripted()
    answer = graded()
    page = client.get(reverse("report-turn", args=[answer.turn.session_id, 1])).content.decode()
    assert f'hx-get="{url(answer)}"' in page


def test_it_shows_what_has_been_written_so_far(scripted, graded, client: Client) -> None:
    scripted()
    answer = graded()
    Critique.objects.update(
        status="running",
        partial='{"points": [{"point": "alpha", "verdict": "said", "quote": "x", "comment": "Clear"',
    )
    page = fragment(client, answer)
    assert "Clear" in page
    assert "Critique: said" not in page
    assert "every 2s" in page


def test_it_shows_the_words_and_what_they_cost(scripted, graded, client: Client, settings) -> None:
    settings.CRITIQUE_PRICE_OUT = 10.0
    scripted(judges({"alpha": ("said", "start with alpha")}))
    answer = graded()
    write(critique_of(answer).pk)
    page = fragment(client, answer)
    assert "That is a fair comment." in page
    assert "1000 tokens" in page
    assert "0.0010 USD" in page
    assert "hx-trigger" not in page


def test_it_shows_no_verdict_before_agreement_was_measured(
    scripted, graded, client: Client
) -> None:
    scripted(judges({"gamma": ("said", "start with alpha")}))
    answer = graded()
    write(critique_of(answer).pk)
    page = fragment(client, answer)
    assert "Critique: said" not in page
    assert "has not been measured here" in page
    assert "marked for a human look" not in page


@pytest.mark.parametrize(("said", "shown"), [(GOOD, True), (POOR, False), (FEW, False)])
def test_it_shows_a_verdict_only_where_agreement_is_good_enough(
    scripted, graded, client: Client, said, shown: bool
) -> None:
    measured(said=said, not_said=GOOD)
    scripted(judges({"alpha": ("said", "start with alpha")}))
    answer = graded()
    write(critique_of(answer).pk)
    page = fragment(client, answer)
    assert ("Critique: said" in page) is shown
    assert "Critique: not said" in page


def test_it_shows_both_where_they_disagree_and_flags_the_point(
    scripted, graded, client: Client
) -> None:
    measured(said=GOOD, not_said=GOOD)
    scripted(judges({"gamma": ("said", "beta follows from it")}))
    answer = graded()
    write(critique_of(answer).pk)
    page = fragment(client, answer)
    assert "Critique: said" in page
    assert "Score: not said" in page
    assert "marked for a human look" in page
    assert critique_of(answer).opinions.get(point__key="gamma").disagrees
    assert critique_of(answer).grade.score == 50.0


def test_it_trusts_no_judge_whom_style_moves(scripted, graded, client: Client) -> None:
    measured(said=GOOD, not_said=GOOD)
    moved = {"points": 40, "changed": 0.4, "shift": 0.3}
    CritiqueMeasurement.objects.update(twins=dict.fromkeys(STYLES, moved))
    scripted()
    answer = graded()
    write(critique_of(answer).pk)
    assert "Critique:" not in fragment(client, answer)


@pytest.mark.parametrize("twins", [{}, {"padded": {"points": 40, "changed": 0.0, "shift": 0.0}}])
def test_it_trusts_no_judge_whose_sense_of_style_nobody_tried(
    scripted, graded, client: Client, twins
) -> None:
    measured(said=GOOD, not_said=GOOD)
    CritiqueMeasurement.objects.update(twins=twins)
    scripted()
    answer = graded()
    write(critique_of(answer).pk)
    assert "Critique:" not in fragment(client, answer)


def test_it_trusts_a_critique_as_its_own_prompt_was_measured(
    scripted, graded, client: Client
) -> None:
    measured(said=GOOD, not_said=GOOD)
    scripted()
    answer = graded()
    write(critique_of(answer).pk)
    assert "Critique: not said" in fragment(client, answer)
    Critique.objects.update(prompt_version="critique-0")
    assert "Critique:" not in fragment(client, answer)


MARKUP = "<script>alert(1)</script><b onclick=x>bold</b> [link](javascript:alert(1))"


@pytest.mark.parametrize("whole", [True, False])
def test_markup_in_the_models_words_stays_words(
    scripted, graded, client: Client, whole: bool
) -> None:
    errors = [{"quote": "start with alpha", "correction": MARKUP}]
    fields = {"strengths": [MARKUP], "communication": [MARKUP], "errors": errors}
    scripted(judges(next_step=MARKUP, **fields))
    answer = graded()
    if whole:
        write(critique_of(answer).pk)
    else:
        Critique.objects.update(status="running", partial=json.dumps({"next_step": MARKUP}))
    page = fragment(client, answer)
    assert "&lt;script&gt;alert(1)" in page
    for never in ("<script>alert", "<b onclick", "href=&quot;javascript", 'href="javascript'):
        assert never not in page


def test_it_comes_again_after_a_no_in_the_middle_and_another_yes(
    scripted, graded, client: Client
) -> None:
    scripted()
    answer = graded()
    client.post(url(answer, "consent"), {"consent": "no"})
    write(critique_of(answer).pk)
    assert critique_of(answer).status == CritiqueStatus.CANCELLED
    client.post(url(answer, "consent"), {"consent": "yes"})
    write(critique_of(answer).pk)
    assert critique_of(answer).status == CritiqueStatus.WRITTEN
    assert "That is a fair comment." in fragment(client, answer)


def test_it_can_be_asked_for_where_none_comes_by_itself(scripted, graded, client: Client) -> None:
    scripted()
    answer = graded()
    Critique.objects.all().delete()
    assert "It comes after the score." in fragment(client, answer)
    Grade.objects.update(finished_at="2026-01-01T00:00Z")
    page = fragment(client, answer)
    assert "Ask for a critique" in page
    assert "hx-trigger" not in page
    client.post(url(answer, "retry"))
    write(critique_of(answer).pk)
    assert "That is a fair comment." in fragment(client, answer)


def test_a_live_room_promises_none(scripted, graded, client: Client) -> None:
    scripted()
    answer = graded()
    Session.objects.update(mode=Mode.LIVE, finished_at="2026-01-01T00:00Z")
    assert client.get(url(answer)).status_code == 404
    page = client.get(reverse("report-turn", args=[answer.turn.session_id, 1])).content.decode()
    assert url(answer) not in page


def test_it_can_be_tried_again_by_whose_it_is(
    scripted, graded, client: Client, outsider: Client
) -> None:
    scripted(fails(401))
    answer = graded()
    write(critique_of(answer).pk)
    page = fragment(client, answer)
    assert "Your score and the report are whole without it." in page
    assert outsider.post(url(answer, "retry")).status_code == 404
    assert critique_of(answer).status == CritiqueStatus.FAILED
    client.post(url(answer, "retry"))
    assert critique_of(answer).status == CritiqueStatus.WAITING


def test_it_is_nobody_elses(scripted, graded, outsider: Client, charlie: User) -> None:
    scripted()
    answer = graded()
    assert outsider.get(url(answer)).status_code == 404
    assert outsider.post(url(answer, "consent"), {"consent": "yes"}).status_code == 404
    charlie.refresh_from_db()
    assert charlie.model_consent == Consent.UNASKED


def test_it_tells_nothing_before_a_real_interview_is_over(scripted, graded, client: Client) -> None:
    scripted()
    answer = graded(mode=Mode.REAL)
    Session.objects.update(finished_at=None)
    assert client.get(url(answer)).status_code == 404


def test_it_is_not_in_the_shared_report(scripted, graded, anonymous: Client) -> None:
    scripted()
    answer = graded()
    Session.objects.update(finished_at="2026-01-01T00:00Z")
    token = Session.objects.get().share()
    page = anonymous.get(reverse("report-shared", args=[token])).content.decode()
    assert url(answer) not in page


def test_raters_meet_disputed_answers_first_without_being_told(
    scripted, graded, curator: User
) -> None:
    measured(said=GOOD, not_said=GOOD)
    scripted(judges({"gamma": ("said", "beta follows from it")}))
    answer = graded()
    for number in range(4):
        more = {"turn": answer.turn, "sequence": number + 1, "text": "alpha"}
        Answer.objects.create(state="submitted", **more)
    write(critique_of(answer).pk)
    question = answer.turn.version.question
    waiting = waiting_for(curator, question, timezone.now())
    assert waiting.first().pk == answer.pk
    Critique.objects.all().delete()
    assert {row.disputed for row in waiting_for(curator, question, timezone.now())} == {False}
