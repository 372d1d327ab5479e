"""The people who stand in every test, and the clients they look through."""

from __future__ import annotations

import tests.servers  # isort: skip  # noqa: F401 (first: it starts the servers and sets Django up)

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from django.test.utils import override_settings

from interview.accounts.models import Role, User
from interview.practice.session import Session
from tests.factories import make_question, make_session, make_user


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """Empty the cache's table too: it belongs to no model, so nothing else would."""
    yield
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _patient_flush() -> Iterator[None]:
    """Empty the tables again where a site beside the test was still writing: its pages' sockets close
    with the browser, a moment before the flush."""
    flush = DatabaseOperations.execute_sql_flush

    def flush_patiently(self: DatabaseOperations, sql_list: list[str]) -> None:
        for left in reversed(range(4)):
            try:
                flush(self, sql_list)
                return
            except OperationalError:
                if not left:
                    raise

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_patiently)
        yield


@pytest.fixture(autouse=True)
def _quick_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def alice(db: None) -> User:
    """Alice owns what the test is about."""
    return make_user("alice")


@pytest.fixture
def charlie(db: None) -> User:
    """Charlie should have no access to anything of Alice's."""
    return make_user("charlie")


@pytest.fixture
def curator(db: None) -> User:
    return make_user("curator", role=Role.CURATOR)


@pytest.fixture
def client(alice: User) -> Client:
    """Alice's browser."""
    browser = Client()
    browser.force_login(alice)
    return browser


@pytest.fixture
def outsider(charlie: User) -> Client:
    """Charlie's browser."""
    browser = Client()
    browser.force_login(charlie)
    return browser


@pytest.fixture
def anonymous() -> Client:
    return Client()


@pytest.fixture
def session(alice: User) -> Session:
    """Three questions of eight minutes, in study mode; the first is on the table."""
    for number in range(3):
        make_question(f"Q{number}")
    return make_session(alice)
