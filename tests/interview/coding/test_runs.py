"""Code is saved, run in its turn, judged once, and seen by nobody else."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interview.coding import running
from interview.coding.judgement import Judgement
from interview.coding.models import CodeRun, Program, RunKind, RunStatus
from interview.coding.program import program_of
from interview.coding.running import take_up
from interview.coding.starting import start_final_runs, start_run
from interview.coding.tasks import sweep_runs
from interview.errors import RequestError
from interview.practice.answer import Answer, StaleDraft
from interview.practice.finishing import finish_session
from interview.practice.session import Session
from interview.sandbox import State
from tests.factories import answer_of, make_question, make_session, make_user

SPEC = {
    "entry": ["double"],
    "starter": "def double(x):\n    return x\n",
    "reference": "def double(x):\n    return x + x\n",
    "tests": [
        {"id": "two", "call": "double(2)", "expected": 4},
        {"id": "zero", "call": "double(0)", "expected": 0},
        {"id": "secret", "call": "double(1234567)", "expected": 2469134, "hidden": True},
        {"id": "words", "call": "double('ab')", "expected": "abab", "hidden": True},
    ],
    "wrong": [
        {"id": name, "replace": ["x + x", text], "fails": ["secret"]}
        for name, text in (("square", "x ** 2"), ("four", "4"), ("same", "x"))
    ],
}  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cache(settings: Any, cache: Path) -> None:
    settings.SANDBOX_CACHE = cache


@pytest.fixture
def session() -> Session:
    make_question("T1", round="coding", coding=SPEC)
    return make_session(make_user("writer"), round="coding")


@pytest.fixture
def answer(session: Session) -> Answer:
    return answer_of(session)


def write(answer: Answer, text: str) -> Program:
    program = program_of(answer)
    program.save_draft(text, revision=program.revision, now=timezone.now())
    return program


def run_now(
    answer: Answer, text: str, kind: str = RunKind.SUBMIT, calls: Sequence[str] = ()
) -> CodeRun:
    run = start_run(write(answer, text), kind=kind, calls=calls, now=timezone.now())
    take_up(run.pk)
    run.refresh_from_db()
    return run


def test_it_begins_with_the_starter_code(answer: Answer) -> None:
    assert program_of(answer).text == SPEC["starter"]


def test_it_refuses_a_stale_revision(answer: Answer) -> None:
    program = write(answer, "newer")
    with pytest.raises(StaleDraft):
        program.save_draft("older", revision=0, now=timezone.now())
    assert Program.objects.get().text == "newer"


def test_it_judges_a_right_program(answer: Answer) -> None:
    run = run_now(answer, str(SPEC["reference"]))
    assert (run.status, run.state, run.passed, run.total) == (RunStatus.DONE, State.FINISHED, 4, 4)


def test_it_runs_only_what_can_be_seen_on_a_plain_run(answer: Answer) -> None:
    run = run_now(answer, "def double(x): return x * x", RunKind.RUN)
    assert (run.passed, run.total) == (2, 2)


def test_it_keeps_hidden_values_out_of_the_result(answer: Answer) -> None:
    leaky = "def double(x):\n    print('saw', x)\n    raise ValueError(f'saw {x}')\n"
    run = run_now(answer, leaky)
    stored = json.dumps(run.result)
    assert run.passed == 0
    assert "saw 2" in stored
    assert "1234567" not in stored
    assert "saw ab" not in stored


def test_it_does_not_carry_hidden_inputs_into_calls_of_ones_own(answer: Answer) -> None:
    hoard = "seen = []\ndef double(x):\n    seen.append(x)\n    return x + x\n"
    run = run_now(answer, hoard, calls=["seen", "double('a')"])
    assert [call["value"] for call in run.result["own"]] == ["[]", "'aa'"]


def test_it_stores_texts_that_are_no_texts(answer: Answer) -> None:
    odd = "def double(x):\n    print('\\x00\\udfff')\n    raise ValueError('\\x00\\ud800')\n"
    run = run_now(answer, odd, RunKind.RUN, calls=["'\\x00'"])
    assert run.status == RunStatus.DONE
    assert run.passed == 0


def test_it_refuses_a_call_that_is_no_text(answer: Answer) -> None:
    with pytest.raises(RequestError):
        start_run(write(answer, "x = 1"), kind=RunKind.RUN, calls=["\x00"], now=timezone.now())


def test_it_shares_the_queue_between_two_workers(answer: Answer) -> None:
    run = start_run(write(answer, "x = 1"), kind=RunKind.RUN, calls=[], now=timezone.now())
    first = CodeRun.objects.claim(run.pk, timezone.now())
    assert first is not None
    assert CodeRun.objects.claim(run.pk, timezone.now()) is None


def test_it_shows_the_place_in_the_queue_and_says_it_aloud(client: Client, answer: Answer) -> None:
    before = answer_of(make_session(make_user("first"), round="coding"))
    start_run(write(before, "x = 1"), kind=RunKind.RUN, calls=[], now=timezone.now())
    run = start_run(write(answer, "x = 1"), kind=RunKind.RUN, calls=[], now=timezone.now())
    url = reverse("coding-result", args=[answer.turn.session_id, 1])
    client.force_login(answer.turn.session.user)
    waiting = client.get(url).content.decode()
    assert 'data-spoken="Waiting: 1 run before yours."' in waiting
    assert ">Waiting: 1 run before yours.<" in waiting
    take_up(CodeRun.objects.exclude(pk=run.pk).get().pk)
    assert "Waiting: yours is next." in client.get(url).content.decode()


def test_it_says_aloud_what_came_of_it_and_nothing_of_hidden_tests(
    client: Client, answer: Answer
) -> None:
    run_now(answer, "def double(x):\n    return y\n")
    client.force_login(answer.turn.session.user)
    page = client.get(reverse("coding-result", args=[answer.turn.session_id, 1]))
    assert page.context["error_line"] == 2
    assert page.context["spoken"] == (
        "0 of 4 tests passed. First that failed: double(2). "
        "NameError: name 'y' is not defined, in line 2."
    )


def test_it_says_where_the_error_is(answer: Answer) -> None:
    run = run_now(answer, "def double(x):\n    return y\n", RunKind.RUN)
    assert run.result["tests"][0]["error"]["line"] == 2


def test_it_lets_only_one_run_of_an_answer_wait(answer: Answer) -> None:
    program = write(answer, "x = 1")
    start_run(program, kind=RunKind.RUN, calls=[], now=timezone.now())
    with pytest.raises(RequestError) as refused:
        start_run(program, kind=RunKind.RUN, calls=[], now=timezone.now())
    assert refused.value.status == 409


def test_it_lets_a_person_wait_in_one_place_only(answer: Answer) -> None:
    person = answer.turn.session.user
    other = answer_of(make_session(person, round="coding"))
    start_run(write(answer, "x = 1"), kind=RunKind.RUN, calls=[], now=timezone.now())
    with pytest.raises(RequestError) as refused:
        start_run(write(other, "x = 1"), kind=RunKind.RUN, calls=[], now=timezone.now())
    assert refused.value.status == 409
    stranger = answer_of(make_session(make_user("stranger"), round="coding"))
    start_run(write(stranger, "x = 1"), kind=RunKind.RUN, calls=[], now=timezone.now())


def test_it_refuses_a_sixth_call(answer: Answer) -> None:
    with pytest.raises(RequestError, match="five"):
        start_run(write(answer, "x = 1"), kind=RunKind.RUN, calls=["x"] * 6, now=timezone.now())
    assert not CodeRun.objects.exists()


def test_it_throttles(answer: Answer, settings: Any) -> None:
    settings.CODE_RUNS_PER_MINUTE = 1
    program = write(answer, "x = 1")
    CodeRun.objects.create(answer=answer, kind=RunKind.RUN, status=RunStatus.DONE)
    with pytest.raises(RequestError) as refused:
        start_run(program, kind=RunKind.RUN, calls=[], now=timezone.now())
    assert refused.value.status == 429


def test_it_runs_once_however_often_it_is_told(answer: Answer, monkeypatch: Any) -> None:
    run = run_now(answer, str(SPEC["reference"]))
    monkeypatch.setattr(running, "judge", None)
    take_up(run.pk)
    assert CodeRun.objects.get().passed == 4


def test_it_takes_over_from_a_dead_worker(answer: Answer, settings: Any) -> None:
    run = start_run(write(answer, "x = 1"), kind=RunKind.RUN, calls=[], now=timezone.now())
    long_ago = timezone.now() - timedelta(seconds=settings.CODE_RUN_LEASE_SECONDS + 1)
    CodeRun.objects.update(status=RunStatus.RUNNING, claimed_at=long_ago, attempts=1)
    take_up(run.pk)
    assert CodeRun.objects.get().status == RunStatus.DONE


def test_it_gives_up_a_run_that_kills_its_workers(answer: Answer, settings: Any) -> None:
    run = start_run(write(answer, "x = 1"), kind=RunKind.RUN, calls=[], now=timezone.now())
    CodeRun.objects.update(attempts=3)
    take_up(run.pk)
    assert CodeRun.objects.get().state == State.CRASHED


@pytest.mark.parametrize(
    "value", ["{object(): 1}", "{(1, 2): {3: None}}", "[{1}, (), 2j, b'x', float('nan')]"]
)
def test_it_shows_values_of_every_kind(answer: Answer, value: str) -> None:
    run = run_now(answer, f"def double(x): return {value}", RunKind.RUN, calls=["double(1)"])
    assert (run.status, run.passed, run.result["own"][0]["state"]) == (
        RunStatus.DONE,
        0,
        "finished",
    )


def test_it_tries_what_was_handed_in_again_when_the_machine_could_not_judge_it(
    session: Session, answer: Answer, monkeypatch: Any
) -> None:
    write(answer, str(SPEC["reference"]))
    finish_session(session)
    run = start_final_runs()[0]
    with monkeypatch.context() as patch:
        patch.setattr(running, "judge", lambda *_, **__: Judgement(State.UNAVAILABLE))
        take_up(run.pk)
        run.refresh_from_db()
        assert (run.status, run.state) == (RunStatus.QUEUED, "")
    take_up(run.pk)
    run.refresh_from_db()
    assert (run.status, run.passed) == (RunStatus.DONE, 4)


def test_it_says_after_three_tries_that_it_could_not_judge(
    session: Session, answer: Answer, monkeypatch: Any
) -> None:
    write(answer, str(SPEC["reference"]))
    finish_session(session)
    run = start_final_runs()[0]
    monkeypatch.setattr(running, "judge", lambda *_, **__: Judgement(State.UNAVAILABLE))
    for _ in range(3):
        take_up(run.pk)
    run.refresh_from_db()
    assert (run.status, run.state) == (RunStatus.DONE, State.UNAVAILABLE)


def test_it_waits_while_the_runtime_is_not_ready(
    answer: Answer, settings: Any, tmp_path: Path
) -> None:
    settings.SANDBOX_CACHE = tmp_path
    run = run_now(answer, "x = 1")
    assert (run.status, run.state) == (RunStatus.QUEUED, State.WARMING_UP)


def test_it_judges_what_was_handed_in(session: Session, answer: Answer) -> None:
    write(answer, str(SPEC["reference"]))
    finish_session(session)
    run = start_final_runs()[0]
    assert start_final_runs() == []
    take_up(run.pk)
    run.refresh_from_db()
    assert (run.kind, run.passed) == (RunKind.FINAL, 4)


def test_it_shows_arrays_as_rows_and_what_was_left_out(client: Client, answer: Answer) -> None:
    client.force_login(answer.turn.session.user)
    url = reverse("coding-result", args=[answer.turn.session_id, 1])
    client.force_login(answer.turn.session.user)
    run_now(answer, "def double(x): return [[x, 5.0]] * 20")
    assert '<table class="array">' in client.get(url).content.decode()
    run_now(answer, "def double(x): return x", kind=RunKind.RUN, calls=["[0.5] * 30"])
    assert "0.5, … +18]" in client.get(url).content.decode()


def test_it_hands_in_code_without_a_word(client: Client, session: Session, answer: Answer) -> None:
    write(answer, str(SPEC["reference"]))
    client.force_login(session.user)
    client.post(reverse("practice-submit", args=[session.pk, 1]), {"text": " ", "revision": "0"})
    answer.refresh_from_db()
    assert answer.state == "unanswered"
    run = start_final_runs()[0]
    take_up(run.pk)
    page = client.get(reverse("report-turn", args=[session.pk, 1])).content.decode()
    assert "without an explanation" in page
    assert "100 % of the tests" in page


def test_it_says_each_thing_once_of_a_line(
    client: Client, session: Session, answer: Answer
) -> None:
    write(answer, "def double(x):\n    return [[x]] if x else 0\n")
    finish_session(session)
    take_up(start_final_runs()[0].pk)
    client.force_login(session.user)
    page = client.get(reverse("report-turn", args=[session.pk, 1])).content.decode()
    assert page.count('<span class="note">The result has another shape') == 1


def test_it_has_nothing_to_hand_in_while_the_code_is_the_starter(
    client: Client, session: Session, answer: Answer
) -> None:
    program_of(answer)
    client.force_login(session.user)
    client.post(reverse("practice-submit", args=[session.pk, 1]), {"text": "", "revision": "0"})
    answer.refresh_from_db()
    assert answer.is_open
    finish_session(session)
    assert start_final_runs() == []


def test_it_finds_in_the_sweep_what_no_message_brought(answer: Answer, monkeypatch: Any) -> None:
    told: list[int] = []
    monkeypatch.setattr("interview.coding.tasks.nudge", told.append)
    run = start_run(write(answer, "x = 1"), kind=RunKind.RUN, calls=[], now=timezone.now())
    sweep_runs()
    assert told == [run.pk]


def test_it_saves_and_runs_over_the_web(client: Client, session: Session, monkeypatch: Any) -> None:
    monkeypatch.setattr("interview.coding.views.nudge", lambda run: None)
    client.force_login(session.user)
    page = client.get(reverse("practice-turn", args=[session.pk, 1])).content.decode()
    assert "double(2)" in page
    assert "1234567" not in page
    url = reverse("coding-run", args=[session.pk, 1])
    data = {"program": "x = 1", "revision": "0", "kind": "run", "calls": "x"}
    reply = client.post(url, data, headers={"HX-Request": "true"})
    assert "yours is next" in reply.content.decode()
    assert Program.objects.get().text == "x = 1"
    assert CodeRun.objects.get().calls == ["x"]


def test_it_says_without_scripts_what_is_wrong_and_keeps_what_was_typed(
    client: Client, session: Session, answer: Answer
) -> None:
    write(answer, "newer")
    client.force_login(session.user)
    url = reverse("coding-run", args=[session.pk, 1])
    calls = "\n".join(f"f({i})" for i in range(6))
    reply = client.post(url, {"program": "mine", "revision": "1", "calls": calls})
    assert reply.status_code == 400
    assert "At most five calls" in reply.content.decode()
    assert "f(5)" in reply.content.decode()
    reply = client.post(url, {"program": "typed elsewhere", "revision": "0"})
    assert reply.status_code == 409
    assert "A newer version" in reply.content.decode()
    assert "typed elsewhere</textarea>" in reply.content.decode()
    assert Program.objects.get().text == "mine"


def test_it_keeps_ones_own_calls_on_the_page(client: Client, answer: Answer) -> None:
    run_now(answer, "x = 1", RunKind.RUN, calls=["x + 41"])
    client.force_login(answer.turn.session.user)
    page = client.get(reverse("practice-turn", args=[answer.turn.session_id, 1])).content.decode()
    assert re.search(r'<textarea id="calls"[^>]*>\s*x \+ 41\s*</textarea>', page)


def test_it_keeps_an_outsider_out(client: Client, session: Session, answer: Answer) -> None:
    program_of(answer)
    client.force_login(make_user("mallory"))
    for name in ("coding-draft", "coding-run"):
        url = reverse(name, args=[session.pk, 1])
        assert client.post(url, {"text": "x", "program": "x", "revision": "0"}).status_code == 404
    assert client.get(reverse("coding-result", args=[session.pk, 1])).status_code == 404
    assert not CodeRun.objects.visible_to(make_user("eve")).exists()
