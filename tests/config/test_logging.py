"""What stands in the logs, and what must not."""

from __future__ import annotations

import logging
import logging.config
from collections.abc import Iterator
from io import StringIO

import pytest
from django.test import Client, RequestFactory

from config.logging import logging_config


@pytest.fixture
def log(settings: object) -> Iterator[StringIO]:
    """A stream with the format of the site's own logs."""
    made = logging_config(level="INFO")["formatters"]["logfmt"]
    formatter = made["()"](**{name: value for name, value in made.items() if name != "()"})
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    "path", ["/shared/{}/", "/accounts/password/reset/key/{}/", "/accounts/confirm-email/{}/"]
)
def test_it_hides_what_opens_something(
    db: None, log: StringIO, anonymous: Client, path: str
) -> None:
    anonymous.delete(path.format("Secret-1"))
    anonymous.get(path.format("Secret-1") + "x")
    assert "Secret-1" not in log.getvalue()


def test_it_hides_the_query(log: StringIO) -> None:
    request = RequestFactory().get("/x/", {"email": "a@example.org"})
    logging.getLogger("django.request").warning("Not Found: /x/", extra={"request": request})
    assert "Not Found" in log.getvalue()
    assert "example.org" not in log.getvalue()


def test_it_hides_what_an_exception_quotes(log: StringIO) -> None:
    try:
        raise ValueError("Key (draft)=(my own words)")
    except ValueError:
        logging.getLogger("django.request").exception("failed")
    assert "ValueError" in log.getvalue()
    assert "my own words" not in log.getvalue()


def test_it_writes_one_line_whatever_was_asked_for(
    db: None, log: StringIO, anonymous: Client
) -> None:
    anonymous.get("/x%0Alevel=error%0D%1B[31m")
    assert len(log.getvalue().splitlines()) == 1
    assert "\x1b" not in log.getvalue()


@pytest.mark.parametrize(("level", "told"), [("INFO", False), ("DEBUG", True), ("ERROR", False)])
def test_it_tells_every_task_only_where_asked_to(level: str, told: bool) -> None:
    least = logging_config(level=level)["loggers"]["celery"]["level"]
    assert (getattr(logging, least) <= logging.INFO) is told


def test_it_tells_when_a_worker_is_ready() -> None:
    loggers = logging_config(level="INFO")["loggers"]
    assert loggers["celery.apps.worker"] == loggers["interview"]
