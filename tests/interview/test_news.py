"""News that a broker does not take: nobody waits for it, and nothing that it is about is lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from types import SimpleNamespace
from uuid import uuid4

import pytest

from grading.push import report_changed
from interview import news
from interview.coding.push import run_changed
from interview.live.push import tell


class Hanging:
    """A layer whose broker takes the connection and never answers, as one that restarts does."""

    def __init__(self) -> None:
        self.given_up = 0

    async def group_send(self, group: str, message: dict[str, object]) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Hanging:
    hanging = Hanging()
    monkeypatch.setattr(news, "get_channel_layer", lambda: hanging)
    monkeypatch.setattr(news, "SAID_WITHIN", 0.01)
    return hanging


TOLD: list[Callable[[], None]] = [
    lambda: report_changed(uuid4(), 1),
    lambda: run_changed(
        SimpleNamespace(
            pk=1, answer=SimpleNamespace(turn=SimpleNamespace(position=1, session_id=uuid4()))
        )
    ),
    lambda: tell(uuid4(), "stage"),
]


@pytest.mark.parametrize("told", TOLD, ids=["report", "run", "room"])
def test_it_gives_up_on_a_broker_that_hangs(
    layer: Hanging, told: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, news.__name__):
        told()
    assert layer.given_up == 1
    assert [record.getMessage() for record in caplog.records] == ["push lost"]
