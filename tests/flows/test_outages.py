"""The broker or the database is down for real: people are told, and nothing they wrote is lost."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from interview.practice.answer import Answer, AnswerState
from tests.factories import make_question
from tests.flows.conftest import Broker
from tests.live import Site, variables_for_processes

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Visitor:
    """A browser without scripts."""

    site: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    language: str = "en"

    def ask(self, path: str, **form: str) -> tuple[int, str, str]:
        """Return the status, the last address and the page; a form makes it a POST."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        data = None
        if form or path.endswith("guest/"):
            token = next((c.value for c in self.jar if c.name == "csrftoken"), "")
            data = urllib.parse.urlencode(form | {"csrfmiddlewaretoken": token or ""}).encode()
        headers = {"Accept-Language": self.language, "Referer": self.site}
        request = urllib.request.Request(f"{self.site}{path}", data, headers)
        try:
            with opener.open(request, timeout=30) as reply:
                return reply.status, reply.url, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.url, error.read().decode()


@pytest.fixture
def site_without_broker(transactional_db: None, broker: Broker) -> Iterator[str]:
    site = Site(variables_for_processes() | {"REDIS_URL": broker.url})
    site.begin()
    broker.kill()
    yield site.url
    site.kill()


@pytest.fixture
def site_without_database(transactional_db: None) -> Iterator[str]:
    nowhere = "postgresql://nobody:secret@127.0.0.1:1/nothing"
    site = Site(variables_for_processes() | {"DATABASE_URL": nowhere})
    site.begin()
    yield site.url
    site.kill()


def test_it_interviews_without_a_broker(site_without_broker: str) -> None:
    make_question("Q1")
    visitor = Visitor(site_without_broker)
    visitor.ask("/")
    status, url, _ = visitor.ask("/guest/")
    assert (status, url.endswith("/practice/new/")) == (200, True)
    choice = {"round": "fundamentals", "minutes": "15", "language": "en", "mode": "study"}
    status, url, page = visitor.ask("/practice/new/", **choice)
    assert "Please explain Q1." in page
    path = url.removeprefix(site_without_broker)
    assert visitor.ask(f"{path}draft/", text="kept", revision="0")[0] == 200
    status, _, page = visitor.ask(f"{path}submit/", text="kept all the same", revision="1")
    assert status == 200
    answer = Answer.objects.get()
    assert (answer.state, answer.text) == (AnswerState.SUBMITTED, "kept all the same")
    assert visitor.ask("/readyz")[0] == 503


@pytest.mark.parametrize(("language", "words"), [("ko", "데이터베이스"), ("en", "database")])
def test_it_says_that_the_database_is_down(
    site_without_database: str, language: str, words: str
) -> None:
    visitor = Visitor(site_without_database, language=language)
    for path in ("/", "/practice/new/", "/accounts/login/"):
        status, _, page = visitor.ask(path)
        if status == 200:
            continue  # a page that needs no row
        assert status in (302, 503)
        assert words in page
        assert not re.search("secret|Traceback|psycopg|OperationalError", page)
    assert visitor.ask("/healthz")[0] == 200
    assert visitor.ask("/readyz")[0] == 503
