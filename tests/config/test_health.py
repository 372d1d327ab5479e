"""Health pages say what is up; outages and errors are told plainly."""

from __future__ import annotations

import logging

import pytest
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from config.logging import drop_exception_text
from interview.practice.answer import Answer
from interview.practice.session import Session
from interview.practice.turn import Turn


def test_it_says_the_process_is_up_without_the_database(anonymous: Client) -> None:
    assert anonymous.get("/healthz").content == b"ok"


def test_it_is_ready_when_everything_answers(db: None, anonymous: Client) -> None:
    reply = anonymous.get("/readyz")
    assert reply.status_code == 200
    assert reply.json() == {"database": "ok", "broker": "ok", "migrations": "ok"}


def test_it_is_not_ready_without_the_broker(db: None, anonymous: Client, settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    reply = anonymous.get("/readyz")
    assert (reply.status_code, reply.json()["broker"]) == (503, "unreachable")


def test_it_names_pending_migrations(db: None, anonymous: Client, monkeypatch) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [1, 2])
    assert anonymous.get("/readyz").json()["migrations"] == "2 pending"


def test_it_shows_metrics_to_those_with_the_token(db: None, anonymous: Client, settings) -> None:
    assert anonymous.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "secret"
    assert anonymous.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    reply = anonymous.get("/metrics", headers={"Authorization": "Bearer secret"})
    assert b"python_info" in reply.content


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_says_in_words_that_the_database_is_down(
    client: Client, session: Session, monkeypatch, language: str
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("connection to server at 10.0.0.1 failed: secret")

    monkeypatch.setattr(Turn.objects, "visible_to", fail)
    headers = {"Accept-Language": language}
    reply = client.get(reverse("practice-turn", args=[session.pk, 1]), headers=headers)
    assert reply.status_code == 503
    assert reply["Retry-After"]
    page = reply.content.decode()
    assert "10.0.0.1" not in page
    assert ("데이터베이스" if language == "ko" else "database") in page


def test_it_tells_a_draft_that_the_database_is_down(
    client: Client, session: Session, monkeypatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(Answer.objects, "visible_to", fail)
    url = reverse("practice-draft", args=[session.pk, 1])
    reply = client.post(url, {"text": "x", "revision": 0}, headers={"Accept": "application/json"})
    assert reply.status_code == 503
    assert "Try again" in reply.json()["message"]


def test_it_keeps_exception_texts_out_of_the_log() -> None:
    try:
        raise ValueError("what the candidate wrote")
    except ValueError as error:
        event = drop_exception_text(logging.getLogger(), "error", {"exc_info": (None, error, None)})
    assert event["error"] == "ValueError"
    assert "candidate" not in str(event)


def test_it_shows_own_error_pages(anonymous: Client, db: None) -> None:
    reply = anonymous.get("/no/such/page", headers={"Accept-Language": "ko"})
    assert reply.status_code == 404
    assert "없" in reply.content.decode()


def test_it_sends_strict_security_headers(anonymous: Client, db: None) -> None:
    reply = anonymous.get("/")
    policy = reply["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert reply["X-Content-Type-Options"] == "nosniff"


def test_it_answers_health_checks_over_plain_http_on_a_secure_site(
    db: None, anonymous: Client, settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert anonymous.get("/readyz").status_code == 200
    assert anonymous.get("/accounts/login/").status_code == 301
