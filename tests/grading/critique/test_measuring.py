"""Measuring a judge: agreement by state, what style does to it, and who gets to see it."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from grading.critique.measuring import drift, one_state
from grading.critique.trust import newest_measurement, trusted_states
from grading.critique.twins import pad, shorten
from grading.engine.kappa import kappa
from grading.models import CritiqueMeasurement, Spend
from interview.accounts.models import User
from tests.scripted_model import Asked, Handler, fails, keys_in, says, whole_reply


def test_it_knows_chance_from_agreement() -> None:
    assert kappa([("a", "a"), ("b", "b")]) == 1.0
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0.0
    assert kappa([("a", "a")]) is None
    assert kappa([]) is None


def test_it_measures_each_state_against_the_rest() -> None:
    pairs = [("said", "said")] * 3 + [("not_said", "partly"), ("partly", "not_said")]
    assert one_state(pairs, "said") == {"kappa": 1.0, "n": 3}
    assert one_state(pairs, "partly") == {"kappa": -0.25, "n": 1}


def test_it_measures_how_far_style_moves_the_credit() -> None:
    found = drift(
        [("not_said", "said"), ("said", "said"), ("partly", "partly"), ("said", "partly")]
    )
    assert found == {"points": 4, "changed": 0.5, "shift": 0.125}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_twins_keep_the_content(language: str) -> None:
    text = "I think dropout regularises. Weight decay does, too."
    assert text in pad(text, language)
    assert len(pad(text, language)) > 2 * len(text)
    assert shorten(text) == "- dropout regularises.\n- Weight decay does, too."


def reads_well(handler: Handler, asked: Asked) -> None:
    """Find a point said where its first long word occurs in the answer."""
    points, rest = asked["messages"][1]["content"].split("The answer, between", 1)
    answer = rest.split("<<<", 1)[1]
    verdicts = {}
    for line in points.splitlines():
        for key in keys_in(asked):
            if line.startswith(f"- [{key}]"):
                words = [word for word in line.split("]", 1)[1].split() if len(word) > 3]
                quote = next((word for word in words if word in answer), "")
                verdicts[key] = ("said", quote) if quote else ("not_said", "")
    says(json.dumps(whole_reply(keys_in(asked), verdicts)))(handler, asked)


def evaluate(**options: object) -> Any:
    out = StringIO()
    call_command("evaluate_critique", stdout=out, stderr=StringIO(), **options)
    return json.loads(out.getvalue())


def test_it_asks_about_the_labelled_answers_and_keeps_what_it_found(scripted) -> None:
    server = scripted(reads_well)
    report = evaluate(answers=3, twins=1)
    assert report["answers"] == 3
    assert report["points"] >= 12
    assert set(report["states"]) == {"said", "partly", "not_said", "contradicted"}
    assert set(report["twins"]) == {"padded", "terse"}
    assert report["tokens"] == sum(s.tokens_in + s.tokens_out for s in Spend.objects.all())
    assert len(server.asked) == 5
    stored = newest_measurement()
    assert stored is not None
    assert stored.kappa == report["kappa"]
    assert set(report["shown"]) == trusted_states(stored)


def test_it_stops_at_what_it_may_cost(scripted) -> None:
    scripted(reads_well)
    assert evaluate(answers=10, twins=0, tokens=1500)["answers"] == 2


def test_it_measures_nothing_without_replies_and_trusts_nothing(scripted) -> None:
    scripted(fails(401))
    report = evaluate(answers=2, twins=0)
    assert (report["answers"], report["kappa"], report["shown"]) == (0, None, [])


def test_another_prompt_or_model_is_another_judge(scripted) -> None:
    scripted()
    common = {"answers": 1, "points": 5, "abstained": 0.0, "kappa": 0.9}
    for other in (
        {"model": "other", "prompt_version": "critique-1", "samples": 1},
        {"model": "scripted", "prompt_version": "critique-0", "samples": 1},
        {"model": "scripted", "prompt_version": "critique-1", "samples": 9},
    ):
        CritiqueMeasurement.objects.create(**common, **other)
    assert newest_measurement() is None


def test_it_needs_a_model(db: None) -> None:
    with pytest.raises(CommandError):
        evaluate(answers=1)


def test_curators_see_it_and_candidates_do_not(scripted, client: Client, curator: User) -> None:
    scripted(reads_well)
    evaluate(answers=2, twins=1)
    url = "/admin/grading/critiquemeasurement/"
    assert client.get(url).status_code == 302
    browser = Client()
    browser.force_login(curator)
    page = browser.get(url).content.decode()
    assert "scripted" in page
    assert "not_said" in page
    assert browser.get("/admin/grading/critique/").status_code == 403
