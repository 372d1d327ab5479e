"""Whiteboards read by the grading side: beside the score, kept current, never twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grading.backends.load import GLOSSARY
from grading.drawings import read_board, unread_turns
from grading.engine.glossary import load_glossary
from grading.models import BoardReading, Grade
from grading.tasks import grade_answer, read_whiteboard, sweep_ungraded
from interview.accounts.models import User
from interview.design.board import board_of
from interview.design.elements import read_board as read_elements
from interview.design.elements import write_board
from interview.practice.answer import Answer
from interview.practice.finishing import finish_session
from interview.practice.session import Session
from tests.factories import begin_case, make_case, make_point
from tests.fakes import KeywordGrader
from tests.interview.design.test_boards import arrow, box


@pytest.fixture
def case(alice: User, grader: KeywordGrader) -> Session:
    grader.glossary = load_glossary(GLOSSARY)
    tower = make_point(
        "tower", stage="data", text={"ko": "투타워로 뽑는다.", "en": "Use a two-tower."}
    )
    others = [make_point(f"p{n}", stage="serving") for n in range(4)]
    make_case(points=[tower, *others])
    return begin_case(alice, mode="real")


def draw(session: Session, *elements: dict[str, Any]) -> None:
    board = board_of(session.turns.get())
    board.elements = read_elements(json.dumps(elements))
    board.revision += 1
    board.save()


def finish(session: Session, **texts: str) -> None:
    for stage, text in texts.items():
        Answer.objects.filter(turn__session=session, stage=stage).update(draft=text)
    finish_session(session)
    for answer in Answer.objects.filter(turn__session=session, state="submitted"):
        grade_answer(answer.pk)


def test_it_shows_what_was_drawn_beside_what_was_said(client: Client, case: Session) -> None:
    draw(case, *box("a", "Two-tower"), *box("b", "Redis", x=240), arrow("c", "a", "b"))
    finish(case, data="we look at logs")
    reading = BoardReading.objects.get()
    assert reading.points == {"tower": ["Two-tower"]}
    assert reading.unexplained == ["Two-tower", "Redis"]
    page = client.get(reverse("report", args=[case.pk])).content.decode()
    assert "Drawn but never explained:" in page
    assert "<text" in page
    assert Grade.objects.get().score == 0  # a box earns nothing


def test_it_reads_a_board_again_only_when_something_changed(case: Session) -> None:
    draw(case, *box("a", "Two-tower"))
    finish(case, data="two-tower it is")
    assert BoardReading.objects.get().unexplained == []
    assert unread_turns(10) == []
    draw(case, *box("a", "Kafka"))
    assert unread_turns(10) == [case.turns.get().pk]
    read_whiteboard(case.turns.get().pk)
    read_whiteboard(case.turns.get().pk)
    assert BoardReading.objects.get().unexplained == ["Kafka"]


def test_it_finds_what_no_message_brought(case: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(case, *box("a", "Kafka"))
    finish(case, data="logs")
    BoardReading.objects.all().delete()
    nudged: list[int] = []
    monkeypatch.setattr("grading.tasks.read_whiteboard.delay", nudged.append)
    sweep_ungraded()
    assert nudged == [case.turns.get().pk]


def test_it_reads_no_board_that_is_not_there(case: Session) -> None:
    finish(case, data="logs")
    read_board(case.turns.get().pk)
    assert not BoardReading.objects.exists()


def test_it_draws_nothing_that_somebody_wrote(client: Client, case: Session) -> None:
    draw(case, *box("a", "<script>alert(1)</script>"))
    finish(case, data="logs")
    page = client.get(reverse("report", args=[case.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_it_spells_a_board_in_one_way(case: Session) -> None:
    draw(case, *box("a", "Cache"))
    board = board_of(case.turns.get())
    assert write_board(read_elements(board.text)) == board.text


def test_it_brings_a_late_reading_to_the_page_by_itself(
    client: Client, case: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr("grading.drawings.report_changed", lambda *place: told.append(place))
    draw(case, *box("a", "Two-tower"))
    finish(case, data="we look at logs")
    BoardReading.objects.all().delete()
    told.clear()
    url = reverse("report-turn", args=[case.pk, 1])
    asks = f'hx-get="{url}"'
    page = client.get(reverse("report", args=[case.pk])).content.decode()
    assert asks in page
    assert f'data-session="{case.pk}"' in page
    read_whiteboard(case.turns.get().pk)
    assert told == [(case.pk, 1)]
    fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "Drawn but never explained:" in fragment
    assert asks not in fragment
