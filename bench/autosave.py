"""Autosave against a view that makes one UPDATE: what drafts cost beyond the row they change."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.middleware.csrf import get_token
from django.test import RequestFactory

from bench.measure import Measure
from bench.stage import Stage
from interview.practice.turn import Turn
from tests.factories import make_session, make_user

VISITORS = 4
SECONDS = 3.0
ROUNDS = 3
TEXT = "Bagging averages many deep trees and so lowers the variance. " * 12


class Visitor:
    """Somebody with a connection that stays open, who writes and writes."""

    def __init__(self, stage: Stage, number: int) -> None:
        self.user = make_user(f"writer{number}")
        session = make_session(self.user, minutes=45)
        turn = Turn.objects.filter(session=session).order_by("position")[0]
        self.draft = f"/practice/{session.pk}/{turn.position}/draft/"
        self.revision = 0
        self.token = get_token(RequestFactory().get("/"))
        ticket = stage.visitor(self.user).cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={ticket}; "
            f"{settings.CSRF_COOKIE_NAME}={self.token}",
            "X-CSRFToken": self.token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection = http.client.HTTPConnection(urlsplit(stage.site.url).netloc, timeout=30)

    def save(self) -> None:
        body = urlencode({"text": f"{TEXT} {self.revision}", "revision": self.revision})
        self.revision = json.loads(self._ask("POST", self.draft, body))["revision"]

    def update(self) -> None:
        self._ask("GET", f"/bench/{self.user.pk}/")

    def _ask(self, method: str, path: str, body: str | None = None) -> bytes:
        self.connection.request(method, path, body, self.headers)
        response = self.connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return content


def measure(stage: Stage) -> Iterator[Measure]:
    visitors = [Visitor(stage, number) for number in range(VISITORS)]
    saves: list[float] = []
    updates: list[float] = []
    for _ in range(ROUNDS):  # By turns, so that a machine that slows down slows both.
        updates.append(per_second([visitor.update for visitor in visitors]))
        saves.append(per_second([visitor.save for visitor in visitors]))
    yield Measure("one-UPDATE view, requests", max(updates), "/s")
    yield Measure("autosave, requests", max(saves), "/s")
    yield Measure("autosave : one-UPDATE view", max(saves) / max(updates), at_least=0.6)


def per_second(acts: list[Callable[[], None]]) -> float:
    counts = [0] * len(acts)
    until = time.perf_counter() + SECONDS

    def work(number: int) -> None:
        while time.perf_counter() < until:
            acts[number]()
            counts[number] += 1

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS
