"""Embedded servers: there for whoever needs them, gone afterwards, and back after any crash."""

from __future__ import annotations

import json
import os
import signal
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from tests.operations.conftest import Place, wait_for

VISITOR = ("-m", "tests.operations.visitor")


def urls(place: Place) -> tuple[str, str]:
    """Start a command that stays, and return the URLs that it was told."""
    process = place.start(*VISITOR, "stay")
    assert process.stdout is not None
    database, broker = process.stdout.readline().split()
    return database, broker


def test_it_starts_them_and_stops_them(empty_place: Place) -> None:
    status, output = empty_place.run(*VISITOR, "CREATE TABLE kept AS SELECT 41 + 1 AS answer")
    assert status == 0, output
    # who stopped them may be on its last steps
    wait_for(lambda: empty_place.processes() == [])
    status, output = empty_place.run(*VISITOR, "SELECT answer FROM kept")
    assert "[(42,)]" in output


def test_it_shares_them_until_the_last_command_ends(place: Place) -> None:
    first = place.start(*VISITOR, "stay")
    assert first.stdout is not None
    address = first.stdout.readline()
    second = place.start(*VISITOR, "stay")
    assert second.stdout is not None
    assert second.stdout.readline() == address
    first.communicate("go\n", timeout=30)
    assert place.processes("postgres")
    second.communicate("go\n", timeout=30)
    wait_for(lambda: place.processes() == [])


def test_it_stops_them_after_a_command_that_was_killed(place: Place) -> None:
    urls(place)
    place.started[0].kill()
    wait_for(lambda: place.processes() == [])


def test_it_keeps_rows_and_address_when_postgres_is_killed(place: Place) -> None:
    database, _ = urls(place)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    place.one("postgres -D").kill()
    wait_for(lambda: accepts(database))
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def accepts(database: str) -> bool:
    try:
        psycopg.connect(database, connect_timeout=1).close()
    except psycopg.OperationalError:
        return False
    return True


def test_it_keeps_queued_work_when_valkey_is_killed(place: Place) -> None:
    _, broker = urls(place)
    with redis.Redis.from_url(broker) as client:
        client.rpush("queue", "work")
        wait_for(lambda: client.info("persistence")["aof_pending_bio_fsync"] == 0)
        place.one("valkey-server").kill()
        wait_for(lambda: answers(client))
        assert client.lrange("queue", 0, -1) == [b"work"]


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def test_it_puts_a_broken_journal_aside(place: Place) -> None:
    place.run(*VISITOR)
    (journal,) = (place.data / "servers" / "valkey" / "appendonlydir").glob("*.incr.aof")
    journal.write_bytes(b"*1\r\n$4\r\nNOPE\r\n" * 3)
    status, output = place.run(*VISITOR)
    assert status == 0, output
    assert list((place.data / "servers" / "valkey").glob("appendonlydir.broken-*"))


def test_it_clears_up_after_everything_was_killed(place: Place) -> None:
    urls(place)
    for process in place.processes():
        with suppress(psutil.NoSuchProcess):  # it went with the one killed before it
            process.kill()
    pid_file = place.data / "servers" / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    # The number belongs to somebody else by now, as after a restart of the machine.
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    status, output = place.run(*VISITOR, "SELECT 1")
    assert status == 0, output


def test_it_ends_servers_whose_keeper_was_killed(place: Place) -> None:
    urls(place)
    place.one("embedded.keeper").kill()
    place.started[0].kill()
    old = place.processes("postgres -D")
    assert old
    status, output = place.run(*VISITOR, "SELECT 1")
    assert status == 0, output
    wait_for(lambda: place.processes() == [])


def test_it_starts_nothing_when_both_are_given(empty_place: Place) -> None:
    code = "from config.embedded import endpoints; print(endpoints().redis_url)"
    given = {"DATABASE_URL": "postgresql://me@db/site", "REDIS_URL": "redis://broker/0"}
    status, output = empty_place.run("-c", code, **given)
    assert (status, output.strip()) == (0, "redis://broker/0")
    assert not (empty_place.data / "servers").exists()


def test_it_starts_only_what_is_not_given(place: Place) -> None:
    code = "from config.embedded import endpoints; print(endpoints().redis_url)"
    status, output = place.run("-c", code, REDIS_URL="redis://broker/0")
    assert status == 0, output
    assert json.loads((place.data / "servers.json").read_text())["running"] == ["postgres"]


def test_it_can_be_asked_without_starting(empty_place: Place) -> None:
    code = "from config.embedded import endpoints; endpoints(start=False)"
    status, output = empty_place.run("-c", code)
    assert status == 1
    assert "The embedded servers are not running." in output


def test_it_keeps_passwords_to_itself(place: Place) -> None:
    database, _ = urls(place)
    assert (place.data / "secrets.json").stat().st_mode & 0o077 == 0
    password = psycopg.conninfo.conninfo_to_dict(database)["password"]
    lines = [" ".join(p.info["cmdline"] or []) for p in psutil.process_iter(["cmdline"])]
    assert all(str(password) not in line for line in lines)
    wrong = database.replace(str(password), "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give away")
def test_it_never_runs_servers_as_root(place: Place) -> None:
    urls(place)
    servers = place.processes("postgres -D") + place.processes("valkey-server")
    assert servers
    assert all(process.uids().effective != 0 for process in servers)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hide a folder from the servers")
def test_it_finds_another_place_when_the_servers_may_not_enter(empty_place: Place) -> None:
    empty_place.data.parent.chmod(0o700)
    status, output = empty_place.run(*VISITOR, "SELECT 1")
    assert status == 0, output
    outside = (empty_place.data / "servers").readlink()
    assert outside.parent == Path("/var/lib/rehearsal")
    empty_place.run("-c", f"import shutil; shutil.rmtree({str(outside)!r})")


def test_it_leaves_in_order_when_asked_to_terminate(place: Place) -> None:
    urls(place)
    os.kill(place.started[0].pid, signal.SIGTERM)
    wait_for(lambda: place.processes() == [])
    assert "shut down" in (place.data / "logs" / "postgres.log").read_text()
