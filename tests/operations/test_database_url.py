"""DATABASE_URL in all the forms that hosts hand out."""

from __future__ import annotations

import pytest

from config.embedded.database_url import django_database
from config.env import EnvError


def test_it_reads_every_part() -> None:
    entry = django_database("postgres://me:p%40ss@db.example:5433/site?sslmode=require")
    assert entry["NAME"] == "site"
    assert entry["USER"] == "me"
    assert entry["PASSWORD"] == "p@ss"
    assert (entry["HOST"], entry["PORT"]) == ("db.example", "5433")
    assert entry["OPTIONS"] == {"sslmode": "require"}


def test_it_reads_a_socket() -> None:
    entry = django_database("postgresql://me@/site?host=/run/postgresql")
    assert (entry["HOST"], entry["PORT"], entry["OPTIONS"]) == ("/run/postgresql", "", {})


@pytest.mark.parametrize(
    "url", ["mysql://me:secret@db/site", "postgresql://me:secret@db", "secret", "postgres://h:x/n"]
)
def test_it_refuses_others_without_repeating_them(url: str) -> None:
    with pytest.raises(EnvError, match="DATABASE_URL") as told:
        django_database(url)
    assert "secret" not in str(told.value)
