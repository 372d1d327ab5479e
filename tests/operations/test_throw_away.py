"""The servers that tests run on are real, and not those of the site."""

import os
import tempfile

import pytest
from django.conf import settings
from django.db import connection
from redis import Redis


@pytest.mark.django_db
def test_it_runs_on_a_postgres_of_its_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
    assert folder.startswith(os.path.realpath(tempfile.gettempdir()))
    assert connection.settings_dict["NAME"].startswith("test_")


def test_it_runs_on_a_real_broker() -> None:
    with Redis.from_url(settings.REDIS_URL) as broker:
        broker.set("seen", "yes", ex=10)
        assert broker.get("seen") == b"yes"


def test_it_gives_parallel_processes_redis_databases_of_their_own() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw-1")
    assert settings.REDIS_URL.endswith(f"/{int(worker.removeprefix('gw')) + 1}")
