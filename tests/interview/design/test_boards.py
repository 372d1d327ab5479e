"""The whiteboard: only what is known is kept, saved like a draft, its versions too."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interview.accounts.models import User
from interview.design.board import Board, board_of
from interview.design.elements import read_board, write_board
from interview.design.graph import read_graph
from interview.design.picture import draw_picture
from interview.practice.finishing import finish_session
from interview.practice.session import Session
from tests.factories import make_question, make_session


def box(key: str, label: str, x: float = 0, y: float = 0) -> list[dict[str, Any]]:
    shape = {"id": key, "type": "rectangle", "x": x, "y": y, "width": 160, "height": 60}
    text = {
        "id": f"{key}-text", "type": "text", "x": x + 10, "y": y + 10, "width": 140, "height": 20,
        "text": label, "originalText": label, "containerId": key, "textAlign": "center",
    }  # fmt: skip
    return [shape, text]


def arrow(key: str, source: str, target: str, **fields: Any) -> dict[str, Any]:
    tied = {"startBinding": {"elementId": source}, "endBinding": {"elementId": target}}
    shape = {"id": key, "type": "arrow", "x": 160, "y": 30, "width": 80, "height": 0}
    return shape | {"points": [[0, 0], [80, 0]], "endArrowhead": "arrow"} | tied | fields


DRAWN = [*box("a", "Two-tower"), *box("b", "랭커", x=240), arrow("c", "a", "b")]


def url(session: Session) -> str:
    return reverse("design-board", args=[session.pk, 1])


def save(client: Client, session: Session, elements: Any, revision: int = 0):
    text = elements if isinstance(elements, str) else json.dumps(elements)
    return client.post(url(session), {"text": text, "revision": revision})


def test_it_saves_and_gives_back_the_same(client: Client, case: Session) -> None:
    assert save(client, case, DRAWN).json()["revision"] == 1
    board = Board.objects.get()
    assert board.text == write_board(read_board(json.dumps(DRAWN)))
    page = client.get(reverse("design-stage", args=[case.pk, 1, "data"])).content.decode()
    assert "Two-tower" in page
    assert "랭커" in page


def test_it_keeps_only_what_it_knows() -> None:
    sent = [
        *box("a", "Cache\x00"),
        {"id": "p", "type": "image", "fileId": "x"},
        {"id": "f", "type": "iframe", "link": "https://evil.example"},
        {"id": "g", "type": "ellipse", "isDeleted": True},
        {"id": "<b>", "type": "ellipse"},
        {"id": "d", "type": "diamond", "x": "wide", "y": 1e99, "strokeColor": "red;}", "link": "x"},
        "nonsense",
    ]
    shape, label, diamond = read_board(json.dumps(sent))
    assert (shape["id"], label["text"]) == ("a", "Cache")
    assert (diamond["x"], diamond["y"], diamond["strokeColor"]) == (0, 1_000_000, "#1e1e1e")
    assert "link" not in diamond


@pytest.mark.parametrize("sent", ["{", "{}", "1", "[" * 100_000])
def test_it_refuses_what_is_no_board(client: Client, case: Session, sent: str) -> None:
    reply = save(client, case, sent)
    assert reply.status_code == 400
    assert reply.json()["message"] == "The whiteboard could not be read."
    assert Board.objects.get().elements == []


def test_it_says_when_a_board_is_too_large(client: Client, case: Session, settings) -> None:
    settings.BOARD_MAX_ELEMENTS = 3
    reply = save(client, case, DRAWN)
    assert reply.status_code == 413
    assert "holds 5 elements; the limit is 3" in reply.json()["message"]
    settings.BOARD_MAX_CHARACTERS = 100
    assert "too large" in save(client, case, DRAWN).json()["message"]


def test_it_never_overwrites_a_newer_board(client: Client, case: Session) -> None:
    save(client, case, DRAWN)
    reply = save(client, case, box("z", "Older"))
    assert reply.status_code == 409
    assert "Two-tower" in reply.json()["text"]
    assert save(client, case, DRAWN).json()["revision"] == 1  # its first reply was lost


def test_it_takes_nothing_after_the_end(client: Client, case: Session) -> None:
    finish_session(case)
    assert save(client, case, DRAWN).status_code == 410


def test_it_keeps_versions_a_minute_apart_and_puts_one_back(client: Client, case: Session) -> None:
    now = timezone.now()
    for minute, label in ((0, "first"), (0.2, "first still"), (2, "second")):
        with time_machine.travel(now + timedelta(minutes=minute), tick=False):
            save(client, case, box("a", label), revision=board_of(case.turns.get()).revision)
    _, first = Board.objects.get().versions.all()
    assert "first still" in write_board(first.elements)
    with time_machine.travel(now + timedelta(minutes=2.3), tick=False):
        client.post(reverse("design-board-restore", args=[case.pk, 1, first.pk]))
    assert "first still" in Board.objects.get().text
    kept = [write_board(version.elements) for version in Board.objects.get().versions.all()]
    assert ["first still" in kept[0], "second" in kept[1], "first still" in kept[2]] == [True] * 3


def test_it_keeps_what_was_cleared_within_the_minute(client: Client, case: Session) -> None:
    save(client, case, DRAWN)
    save(client, case, DRAWN[:4], revision=1)  # a part taken away is the same version
    save(client, case, [], revision=2)
    cleared, drawn = Board.objects.get().versions.all()
    assert (cleared.elements, read_graph(drawn.elements).labels()) == ([], ("Two-tower", "랭커"))


def test_it_is_there_for_topic_drills_too(client: Client, alice: User) -> None:
    make_question("A4.1", round="system_design")
    drill = make_session(alice, round="system_design")
    assert save(client, drill, DRAWN).status_code == 200
    page = client.get(reverse("practice-turn", args=[drill.pk, 1])).content.decode()
    assert "Two-tower" in page


def test_it_is_not_there_in_other_rounds(client: Client, session: Session) -> None:
    assert save(client, session, DRAWN).status_code == 404


def test_it_is_nobody_elses(outsider: Client, client: Client, case: Session) -> None:
    save(client, case, DRAWN)
    assert save(outsider, case, box("z", "Theirs"), revision=1).status_code == 404
    version = Board.objects.get().versions.get()
    restore = reverse("design-board-restore", args=[case.pk, 1, version.pk])
    assert outsider.post(restore).status_code == 404
    assert "Two-tower" in Board.objects.get().text


def test_it_reads_a_graph_off_the_board() -> None:
    loose = {"id": "l", "type": "arrow", "x": 165, "y": 30, "points": [[0, 0], [70, 0]]}
    label = {"id": "t", "type": "text", "text": "1,000\nitems", "containerId": "c"}
    graph = read_graph(read_board(json.dumps([*DRAWN, label, loose | {"endArrowhead": "arrow"}])))
    assert [node.label for node in graph.nodes] == ["Two-tower", "랭커"]
    assert [(e.source, e.target, e.label) for e in graph.edges] == [
        ("Two-tower", "랭커", "1,000 items"),
        ("Two-tower", "랭커", ""),
    ]
    assert graph.labels() == ("Two-tower", "랭커", "1,000 items")


def test_it_draws_only_shapes_and_letters() -> None:
    hostile = box("a", "<script>alert(1)</script>")
    hostile[0]["strokeColor"] = '"/><script>'
    picture = draw_picture(read_board(json.dumps([*hostile, arrow("c", "a", "a")])))
    assert {mark.kind for mark in picture.marks} == {"rect", "text", "path"}
    assert {mark.stroke for mark in picture.marks} == {"currentColor"}
    assert draw_picture([]) is None
